package dev.forebay.engine.core;

import dev.forebay.engine.filter.MessageFilter;
import dev.forebay.engine.struct.ByteSink;
import dev.forebay.engine.struct.ByteSource;

/**
 * Which messages of a partition a subscription or replay takes up.
 *
 * @param from offset of the first
 * @param to the first offset not meant any more; {@link #OPEN} for none
 * @param ratePerSecond most a second, 0 for no limit
 */
record Selection(long from, long to, MessageFilter filter, long ratePerSecond) {
    static final long OPEN = Long.MAX_VALUE;

    void write(ByteSink sink) {
        sink.putVarint(from);
        sink.putVarint(to);
        sink.putVarint(ratePerSecond);
        sink.putText(FilterRecords.write(filter));
    }

    static Selection read(ByteSource source) {
        long from = source.getVarint();
        long to = source.getVarint();
        long rate = source.getVarint();
        return new Selection(from, to, FilterRecords.read(source.getText()), rate);
    }
}
