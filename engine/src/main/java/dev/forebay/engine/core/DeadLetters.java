package dev.forebay.engine.core;

import dev.forebay.engine.DeadLetterGuard;
import dev.forebay.engine.DeadLetterRule;
import dev.forebay.engine.struct.LeaseTable;
import dev.forebay.engine.struct.Timer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves messages that are given up to their dead-letter queue. Until the one append that sends
 * there and settles here is made, the message stays leased here, without a deadline; a crash before
 * it leaves the lease, which then runs out again.
 */
final class DeadLetters {
    private static final String EXHAUSTED = "attempts exhausted: ";
    static final String RAN_OUT = EXHAUSTED + "lease expired";
    static final String RELEASED = EXHAUSTED + "released";
    static final String PUSHED_OUT = "queue full";
    static final String REJECTED = "rejected: ";

    /** The reason of a move after the last allowed release. */
    static String released(String reason) {
        return reason.isEmpty() ? RELEASED : EXHAUSTED + reason;
    }

    /** How a message ends that moves for this reason. */
    static Fate fate(String reason) {
        if (reason.equals(PUSHED_OUT)) {
            return Fate.PUSHED_OUT;
        }
        return reason.startsWith(REJECTED) ? Fate.REJECTED : Fate.DEAD_LETTERED;
    }

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
    private static final long RETRY_MILLIS = 100;

    private final Core core;
    private final Map<Long, DeadLetterMove> moves = new HashMap<>();
    private final List<DeadLetterMove> held = new ArrayList<>();
    private DeadLetterGuard guard = (source, target) -> true;
    private long withoutTarget;

    private final Timer retry =
            new Timer() {
                @Override
                protected void fire(long now) {
                    List<DeadLetterMove> again = List.copyOf(held);
                    held.clear();
                    again.forEach(DeadLetterMove::proceed);
                }
            };

    DeadLetters(Core core) {
        this.core = core;
    }

    /** Messages that stayed where they were because their dead-letter queue does not exist. */
    long withoutTarget() {
        return withoutTarget;
    }

    void guard(DeadLetterGuard newGuard) {
        guard = newGuard;
    }

    boolean isIdle() {
        return moves.isEmpty();
    }

    /** Gives the leased message up; {@code end} is told once it has moved, or stays after all. */
    void begin(Subscription subscription, int slot, String reason, Durable end) {
        begin(new DeadLetterMove(core, subscription, slot, reason, LateAcks.WINS, end), slot);
    }

    /** Gives up a message that no consumer has, to make room. */
    void pushOut(Subscription subscription, int slot, LateAcks acks) {
        begin(new DeadLetterMove(core, subscription, slot, PUSHED_OUT, acks, Durable.NOBODY), slot);
    }

    private void begin(DeadLetterMove move, int slot) {
        core.leases.park(slot);
        moves.put(move.number(), move);
        move.proceed();
    }

    /** What acks may do of leases before the message was pushed out, which is kept by this one. */
    LateAcks acks(int slot) {
        DeadLetterMove move = moves.get(core.leases.number(slot));
        // After a start nothing is known of the leases before: none is old.
        return move == null ? LateAcks.WINS : move.acks();
    }

    boolean isActive(DeadLetterMove move) {
        return moves.get(move.number()) == move;
    }

    void ended(DeadLetterMove move) {
        moves.remove(move.number());
        move.over();
    }

    /** Tries again in a while. */
    void hold(DeadLetterMove move) {
        held.add(move);
        core.timers.at(retry, core.now() + RETRY_MILLIS);
    }

    Optional<QueueState> target(Subscription source) {
        return source.queue()
                .settings()
                .deadLetter()
                .map(DeadLetterRule::queue)
                .flatMap(core.catalog::find)
                .filter(target -> guard.allows(source.queue().info(), target.name()));
    }

    void missing(Subscription source) {
        if (withoutTarget++ % 1000 == 0) {
            LOG.warn(
                    "Messages of queue \"{}\" cannot be given up: its dead-letter queue \"{}\" does not exist,"
                            + " or may not be sent to. They stay and are retried; {} so far.",
                    source.queue().name(),
                    source.queue().settings().deadLetter().map(DeadLetterRule::queue).orElse(""),
                    withoutTarget);
        }
    }

    /** Settles a message that was on its way; who gave it up is told once that is on disk. */
    void settleInstead(Subscription subscription, int slot, Fate fate) {
        DeadLetterMove move = moves.remove(core.leases.number(slot));
        core.leaseEnding.settle(subscription, slot, fate);
        if (move != null) {
            move.over();
            core.journal.whenDurable(move.end());
        }
    }

    /** The lease of this slot ends otherwise. */
    private void forget(int slot) {
        DeadLetterMove move = moves.remove(core.leases.number(slot));
        if (move != null) {
            move.over();
            core.journal.whenDurable(move.end());
        }
    }

    /** All leases of the subscription end otherwise. */
    void forget(Subscription subscription) {
        DeliveryState state = subscription.state();
        for (int slot = state.leaseHead;
                slot != LeaseTable.NONE;
                slot = core.leases.nextInPartition(slot)) {
            if (core.leases.parked(slot)) {
                forget(slot);
            }
        }
    }
}
