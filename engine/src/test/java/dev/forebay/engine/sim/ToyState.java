package dev.forebay.engine.sim;

import dev.forebay.engine.Message;
import dev.forebay.engine.MessageId;
import dev.forebay.engine.QueueInfo;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All that a toy server knows, copied whole for each commit. */
final class ToyState {
    /** A message of the toy. */
    static final class Item {
        final MessageId id;
        final Message message;
        final @Nullable String dedup;
        final long sentWall;
        final long sentAt;
        final @Nullable String source;
        long dueAt;
        int attempts;
        boolean leased;
        long lease;

        Item(
                MessageId id,
                Message message,
                @Nullable String dedup,
                long sentWall,
                long sentAt,
                @Nullable String source,
                long dueAt) {
            this.id = id;
            this.message = message;
            this.dedup = dedup;
            this.sentWall = sentWall;
            this.sentAt = sentAt;
            this.source = source;
            this.dueAt = dueAt;
        }

        Item copy() {
            Item copy = new Item(id, message, dedup, sentWall, sentAt, source, dueAt);
            copy.attempts = attempts;
            copy.leased = leased;
            copy.lease = lease;
            return copy;
        }
    }

    /** The first send of a deduplication id. */
    record First(MessageId id, long offset, long until) {}

    /** A queue of the toy. */
    static final class Shelf {
        QueueInfo info;
        final TreeMap<Long, Item> items = new TreeMap<>();
        final Map<String, First> firsts = new LinkedHashMap<>();
        long nextOffset;
        long sent;
        long acked;
        long gone;

        Shelf(QueueInfo info) {
            this.info = info;
        }

        Shelf copy() {
            Shelf copy = new Shelf(info);
            items.forEach((offset, item) -> copy.items.put(offset, item.copy()));
            copy.firsts.putAll(firsts);
            copy.nextOffset = nextOffset;
            copy.sent = sent;
            copy.acked = acked;
            copy.gone = gone;
            return copy;
        }
    }

    final Map<String, Shelf> shelves = new TreeMap<>();
    long lastLease;
    long engineTime;

    ToyState copy() {
        ToyState copy = new ToyState();
        shelves.forEach((name, shelf) -> copy.shelves.put(name, shelf.copy()));
        copy.lastLease = lastLease;
        copy.engineTime = engineTime;
        return copy;
    }
}
