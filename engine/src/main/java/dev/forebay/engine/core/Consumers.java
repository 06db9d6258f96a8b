package dev.forebay.engine.core;

import dev.forebay.engine.Attendance;
import dev.forebay.engine.Caller;
import dev.forebay.engine.ConsumerInfo;
import dev.forebay.engine.HeldBack;
import dev.forebay.engine.struct.LeaseTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Who receives from one subscription: those that attend, wait or have leases, for five minutes
 * after. For people who look on; all that is decided by it is who is drained, because people said
 * so. A restart forgets it. A receive costs no object unless its caller is new.
 */
final class Consumers {
    /** So many are remembered; one more makes the one forgotten that received longest ago. */
    static final int MOST = 1_000;

    static final long REMEMBERED_MILLIS = 300_000;

    private static final float LOAD = 0.75f;

    private final Core core;

    /** By their last receive, the oldest first. */
    private final LinkedHashMap<Caller, Known> known = new LinkedHashMap<>(1, LOAD, true);

    private @Nullable Known last;
    private int drained;

    Consumers(Core core) {
        this.core = core;
    }

    /** A caller that receives. */
    static final class Known {
        private final Caller caller;
        private final long firstSeenAt;
        private long lastReceiveAt;
        private long seen;
        private int waiting;
        private int attending;
        private long given;
        private boolean drained;

        Known(Caller caller, long wall) {
            this.caller = caller;
            this.firstSeenAt = wall;
        }

        Caller caller() {
            return caller;
        }

        int waiting() {
            return waiting;
        }

        /** One more of its receives waits. */
        void waits() {
            waiting++;
        }

        /** One of its receives waits no more. */
        void waited(long now) {
            waiting--;
            seen = now;
        }

        /** A receive was answered with so many messages. */
        void gave(int messages) {
            given += messages;
        }

        private boolean isOld(long now) {
            return waiting == 0 && attending == 0 && now - seen >= REMEMBERED_MILLIS;
        }

        /** Whether it is given nothing more. */
        boolean isDrained() {
            return drained;
        }

        ConsumerInfo info(Optional<HeldBack> held) {
            return new ConsumerInfo(caller, firstSeenAt, lastReceiveAt, waiting, given, held);
        }
    }

    /** A receive of this caller came. */
    @SuppressWarnings("ReferenceEquality") // An equal caller is found in the map.
    Known received(Caller caller) {
        Known consumer = last;
        if (consumer == null || consumer.caller != caller) {
            consumer = remembered(caller);
            last = consumer;
        }
        consumer.seen = core.now();
        consumer.lastReceiveAt = core.wall();
        return consumer;
    }

    /** This caller is there from now on. */
    Attendance attended(Caller caller) {
        Known consumer = received(caller);
        consumer.attending++;
        return () -> {
            consumer.attending--;
            consumer.seen = core.turn.present();
        };
    }

    private Known remembered(Caller caller) {
        Known before = known.get(caller);
        if (before != null) {
            return before;
        }
        Known added = new Known(caller, core.wall());
        if (hasRoom()) {
            known.put(caller, added);
        }
        return added;
    }

    /** When there is none, the one makes room that received longest ago. */
    private boolean hasRoom() {
        if (known.size() < MOST && core.consumers.take()) {
            return true;
        }
        Map.Entry<Caller, Known> oldest = known.pollFirstEntry();
        if (oldest == null) {
            return false;
        }
        resume(oldest.getValue());
        return true;
    }

    /** One that is remembered; else null. */
    @Nullable Known find(Caller caller) {
        return known.get(caller);
    }

    void drain(Known consumer) {
        if (!consumer.drained) {
            consumer.drained = true;
            drained++;
        }
    }

    void resume(Known consumer) {
        if (consumer.drained) {
            consumer.drained = false;
            drained--;
        }
    }

    /** Whether any of them is given nothing more. */
    boolean drainAny() {
        return drained > 0;
    }

    boolean drains(Caller caller) {
        Known consumer = drained == 0 ? null : known.get(caller);
        return consumer != null && consumer.drained;
    }

    /** Those remembered, in no useful order. */
    Collection<Known> known() {
        return known.values();
    }

    /** Those remembered, the one that received last first. */
    List<ConsumerInfo> list(Function<Caller, Optional<HeldBack>> heldBack) {
        List<ConsumerInfo> list = new ArrayList<>(known.size());
        for (Known each : known.sequencedValues().reversed()) {
            list.add(each.info(heldBack.apply(each.caller)));
        }
        return list;
    }

    /** Whether there is one that was not seen for long. */
    boolean hasOld() {
        long now = core.turn.present();
        for (Known each : known.values()) {
            if (each.isOld(now)) {
                return true;
            }
        }
        return false;
    }

    /** Whoever has leases from this list of them was seen just now. */
    void seeHolders(int leaseHead) {
        long now = core.turn.present();
        for (int slot = leaseHead;
                slot != LeaseTable.NONE;
                slot = core.leases.nextInPartition(slot)) {
            if (core.leases.holder(slot) instanceof Known holder) {
                holder.seen = now;
            }
        }
    }

    /** Forgets those that were not seen for long. */
    void forgetOld() {
        long now = core.turn.present();
        int forgotten = 0;
        for (Iterator<Known> each = known.values().iterator(); each.hasNext(); ) {
            Known next = each.next();
            if (next.isOld(now)) {
                resume(next);
                each.remove();
                forgotten++;
            }
        }
        if (forgotten > 0) {
            last = null;
            core.consumers.giveBack(forgotten);
        }
    }

    void forgetAll() {
        core.consumers.giveBack(known.size());
        known.clear();
        drained = 0;
        last = null;
    }
}
