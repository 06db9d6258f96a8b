package dev.forebay.amqp;

import dev.forebay.amqp.codec.AmqpFailure;
import dev.forebay.amqp.codec.ReplyCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/** The deliveries of a channel that are not settled, by their tags. */
final class Unacked {
    private final TreeMap<Long, Held> held = new TreeMap<>();
    private final LongConsumer due;
    private int got;
    private long last;
    private long latestDue;

    /** Whether a later delivery was due sooner than one before it. */
    private boolean mixed;

    /**
     * None yet.
     *
     * @param due told when each must be settled
     */
    Unacked(LongConsumer due) {
        this.due = due;
    }

    /** The tag of the next delivery. */
    long nextTag() {
        last++;
        return last;
    }

    void add(Held delivery) {
        mixed |= delivery.dueAt() < latestDue;
        latestDue = Math.max(latestDue, delivery.dueAt());
        held.put(delivery.tag(), delivery);
        got += got(delivery);
        due.accept(delivery.dueAt());
    }

    private static int got(Held delivery) {
        return delivery.consumer() == null ? 1 : 0;
    }

    int size() {
        return held.size();
    }

    /** Without what basic.get got, which no prefetch is about. */
    int consumed() {
        return held.size() - got;
    }

    /** Whether one of them should have been settled before this time. */
    boolean isOverdue(long now) {
        return earliestDue() < now;
    }

    /** When the first of them must be settled; the greatest number when none must. */
    long earliestDue() {
        if (held.isEmpty()) {
            return Long.MAX_VALUE;
        }
        return mixed
                ? held.values().stream().mapToLong(Held::dueAt).min().getAsLong()
                : held.firstEntry().getValue().dueAt();
    }

    /**
     * Takes one delivery out, or all up to it.
     *
     * @param tag 0 with {@code multiple} for all there are
     * @throws AmqpFailure 406 when there is none of the tag
     */
    List<Held> take(long tag, boolean multiple) {
        if (multiple && tag == 0) {
            return takeAll();
        }
        if (!held.containsKey(tag)) {
            throw new AmqpFailure(
                    ReplyCode.PRECONDITION_FAILED,
                    "unknown delivery tag " + Long.toUnsignedString(tag));
        }
        if (!multiple) {
            return taken(held.subMap(tag, true, tag, true).values());
        }
        return taken(held.headMap(tag, true).values());
    }

    List<Held> takeAll() {
        return taken(held.values());
    }

    private List<Held> taken(Collection<Held> some) {
        List<Held> taken = new ArrayList<>(some);
        some.clear();
        for (Held delivery : taken) {
            got -= got(delivery);
        }
        return taken;
    }
}
