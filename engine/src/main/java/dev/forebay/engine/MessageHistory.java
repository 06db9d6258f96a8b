package dev.forebay.engine;

import dev.forebay.engine.struct.ByteSink;
import dev.forebay.engine.struct.ByteSource;
import dev.forebay.log.record.Header;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a message has been, oldest first. It travels with the message as the header {@link
 * #HEADER}.
 *
 * @param entries at most {@link #MAX_ENTRIES}; of a longer life the first and the latest, and of
 *     each queue one as long as that are enough
 */
public record MessageHistory(List<HistoryEntry> entries) {
    public static final String HEADER = "forebay-history";
    public static final int MAX_ENTRIES = 16;

    private static final int VERSION = 1;
    private static final int DEAD_LETTERED = 1;
    private static final int REDRIVEN = 2;
    private static final int REDRIVEN_EDITED = 3;
    private static final int REPLAYED = 4;
    private static final MessageHistory EMPTY = new MessageHistory(List.of());

    public MessageHistory {
        entries = List.copyOf(entries);
    }

    /** The history among a message's headers; empty for one that never moved. */
    public static MessageHistory of(List<Header> headers) {
        for (int i = headers.size() - 1; i >= 0; i--) {
            if (headers.get(i).name().equals(HEADER)) {
                return read(headers.get(i).value());
            }
        }
        return EMPTY;
    }

    /**
     * With one more entry. Of too many goes one whose queue a later one names too, so that what
     * wanders between a few queues never seems not to have been in the others.
     */
    public MessageHistory with(HistoryEntry entry) {
        List<HistoryEntry> more = new ArrayList<>(entries);
        more.add(entry);
        if (more.size() > MAX_ENTRIES) {
            more.remove(leastTelling(more));
        }
        return new MessageHistory(more);
    }

    /** The oldest whose queue is named again, or the second: the first tells where it began. */
    private static int leastTelling(List<HistoryEntry> entries) {
        for (int i = 1; i < entries.size(); i++) {
            String queue = entries.get(i).queue();
            if (entries.stream().skip(i + 1).anyMatch(later -> later.queue().equals(queue))) {
                return i;
            }
        }
        return 1;
    }

    public Header header() {
        ByteSink sink = new ByteSink(64);
        sink.putByte(VERSION);
        sink.putVarint(entries.size());
        for (HistoryEntry entry : entries) {
            switch (entry) {
                case HistoryEntry.DeadLettered dead -> {
                    sink.putByte(DEAD_LETTERED);
                    sink.putText(dead.reason());
                    sink.putVarint(dead.attempts());
                    sink.putVarint(dead.firstLeasedAt());
                }
                case HistoryEntry.Redriven redriven -> {
                    sink.putByte(
                            redriven.content() == HistoryEntry.Content.EDITED
                                    ? REDRIVEN_EDITED
                                    : REDRIVEN);
                    sink.putVarint(redriven.redrive());
                }
                case HistoryEntry.Replayed replayed -> {
                    sink.putByte(REPLAYED);
                    sink.putVarint(replayed.replay());
                }
            }
            sink.putText(entry.queue());
            sink.putVarint(entry.at());
        }
        return new Header(HEADER, sink.copy());
    }

    private static MessageHistory read(ByteBuffer value) {
        ByteSource source = new ByteSource(value);
        int version = source.getByte();
        if (version != VERSION) {
            throw new IllegalStateException("a message history of version " + version);
        }
        List<HistoryEntry> entries = new ArrayList<>();
        for (int left = source.getInt(); left > 0; left--) {
            entries.add(entry(source));
        }
        return new MessageHistory(entries);
    }

    private static HistoryEntry entry(ByteSource source) {
        int code = source.getByte();
        return switch (code) {
            case DEAD_LETTERED -> deadLettered(source);
            case REDRIVEN -> redriven(source, HistoryEntry.Content.UNTOUCHED);
            case REDRIVEN_EDITED -> redriven(source, HistoryEntry.Content.EDITED);
            case REPLAYED -> replayed(source);
            default -> throw new IllegalStateException("a history entry of code " + code);
        };
    }

    private static HistoryEntry deadLettered(ByteSource source) {
        String reason = source.getText();
        int attempts = source.getInt();
        long first = source.getVarint();
        return new HistoryEntry.DeadLettered(
                source.getText(), reason, attempts, first, source.getVarint());
    }

    private static HistoryEntry redriven(ByteSource source, HistoryEntry.Content content) {
        long redrive = source.getVarint();
        return new HistoryEntry.Redriven(source.getText(), redrive, content, source.getVarint());
    }

    private static HistoryEntry replayed(ByteSource source) {
        long replay = source.getVarint();
        return new HistoryEntry.Replayed(source.getText(), replay, source.getVarint());
    }
}
