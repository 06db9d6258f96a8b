package dev.forebay.engine.core;

import dev.forebay.engine.SubscriptionInfo;
import dev.forebay.engine.struct.ByteSink;
import dev.forebay.engine.struct.ByteSource;

/**
 * A named subscription as the catalog keeps it.
 *
 * @param feed how it comes by its messages
 */
record NamedSubscription(
        int queueId, int number, String name, Feed feed, Selection selection, long createdAt) {
    private static final int DIRECT = 0;
    private static final int SELECTED = 1;

    /** How a subscription comes by its messages. */
    enum Feed {
        /** All that is appended is its own. */
        DIRECT,
        /** An {@link Intake} looks for what it selects. */
        SELECTED
    }

    SubscriptionInfo info(String queue) {
        return new SubscriptionInfo(
                queue,
                number,
                name,
                selection.from(),
                selection.filter(),
                selection.ratePerSecond(),
                createdAt);
    }

    void write(ByteSink sink) {
        sink.putVarint(queueId);
        sink.putVarint(number);
        sink.putText(name);
        sink.putByte(feed == Feed.SELECTED ? SELECTED : DIRECT);
        selection.write(sink);
        sink.putVarint(createdAt);
    }

    static NamedSubscription read(ByteSource source) {
        int queueId = source.getInt();
        int number = source.getInt();
        String name = source.getText();
        Feed feed = source.getByte() == SELECTED ? Feed.SELECTED : Feed.DIRECT;
        Selection selection = Selection.read(source);
        return new NamedSubscription(queueId, number, name, feed, selection, source.getVarint());
    }
}
