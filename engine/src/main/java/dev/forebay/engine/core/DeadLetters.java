package dev.forebay.engine.core;

import dev.forebay.engine.DeadLetter;
import dev.forebay.engine.DeadLetterGuard;
import dev.forebay.engine.DeadLetterRouter;
import dev.forebay.engine.DeadLetterRule;
import dev.forebay.engine.DeadLetterWays;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.struct.LeaseTable;
import dev.forebay.engine.struct.Timer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves messages that are given up to where their dead letters go: the queue that a rule names, or
 * those that the router finds. Until the one append that sends there and settles here is made, the
 * message is {@link Kept} here; a crash before it leaves it as it was, or with a lease that then
 * runs out again.
 */
final class DeadLetters {
    private static final String EXHAUSTED = "attempts exhausted: ";
    static final String RAN_OUT = EXHAUSTED + "lease expired";
    static final String RELEASED = EXHAUSTED + "released";
    static final String PUSHED_OUT = "queue full";
    static final String EXPIRED = "expired";
    private static final String REJECTED = "rejected";

    /** The reason of a move that its consumer wanted. */
    static String rejected(String reason) {
        return reason.isEmpty() ? REJECTED : REJECTED + ": " + reason;
    }

    /** The reason of a move after the last allowed release. */
    static String released(String reason) {
        return reason.isEmpty() ? RELEASED : EXHAUSTED + reason;
    }

    static DeadLetter.Cause cause(String reason) {
        return switch (reason) {
            case PUSHED_OUT -> DeadLetter.Cause.QUEUE_FULL;
            case EXPIRED -> DeadLetter.Cause.EXPIRED;
            default ->
                    reason.startsWith(REJECTED)
                            ? DeadLetter.Cause.REJECTED
                            : DeadLetter.Cause.ATTEMPTS;
        };
    }

    /** How a message ends that moves for this reason. */
    static Fate fate(String reason) {
        return switch (cause(reason)) {
            case ATTEMPTS -> Fate.DEAD_LETTERED;
            case REJECTED -> Fate.REJECTED;
            case EXPIRED -> Fate.LAPSED;
            case QUEUE_FULL -> Fate.PUSHED_OUT;
        };
    }

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
    private static final long RETRY_MILLIS = 100;

    private final Core core;
    private final Map<Long, DeadLetterMove> moves = new HashMap<>();
    private final List<DeadLetterMove> held = new ArrayList<>();
    private DeadLetterGuard guard = (source, target) -> true;

    /** Until there is one, what has to be routed waits. */
    private @Nullable DeadLetterRouter router;

    private long withoutTarget;
    private long unrouted;

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

    void router(DeadLetterRouter newRouter) {
        router = newRouter;
    }

    /** Gives the leased message up; {@code end} is told once it has moved, or stays after all. */
    void begin(Subscription subscription, int slot, String reason, Durable end) {
        Demise demise = Demise.leased(core, subscription, slot, reason);
        long number = core.leases.number(slot);
        core.leases.park(slot);
        begin(demise, new Kept.ByConsumer(core, subscription, demise.offset(), number, end));
    }

    /** Gives up a message that no consumer has, with a lease that keeps it from them. */
    void beginUnheard(Subscription subscription, int slot, String reason, LateAcks acks) {
        Demise demise = Demise.leased(core, subscription, slot, reason);
        long number = core.leases.number(slot);
        core.leases.park(slot);
        boolean pushedOut = reason.equals(PUSHED_OUT);
        begin(
                demise,
                new Kept.FromConsumers(
                        core, subscription, demise.offset(), number, acks, pushedOut));
    }

    /** Gives up a message that has expired where it waits. */
    void beginExpired(Subscription subscription, long offset) {
        begin(
                Demise.waiting(subscription, offset, EXPIRED),
                new Kept.ByExpiry(core, subscription, offset, core.journal.nextSequence()));
    }

    private void begin(Demise demise, Kept kept) {
        DeadLetterMove move = new DeadLetterMove(core, demise, kept);
        moves.put(kept.number(), move);
        move.proceed();
    }

    /** What acks may do of leases before the message was pushed out, which is kept by this one. */
    LateAcks acks(int slot) {
        DeadLetterMove move = moves.get(core.leases.number(slot));
        // After a start nothing is known of the leases before: none is old.
        return move == null ? LateAcks.WINS : move.kept().acks();
    }

    boolean isActive(DeadLetterMove move) {
        return moves.get(move.kept().number()) == move;
    }

    void ended(DeadLetterMove move) {
        moves.remove(move.kept().number());
        over(move);
    }

    private void over(DeadLetterMove move) {
        Demise demise = move.demise();
        if (move.kept().isPushedOut()) {
            demise.source().queue().left();
        } else if (demise.reason().equals(EXPIRED)) {
            core.expired.ended(demise.source(), demise.offset());
        }
    }

    /** Tries again in a while. */
    void hold(DeadLetterMove move) {
        held.add(move);
        core.timers.at(retry, core.now() + RETRY_MILLIS);
    }

    /** Whether what is given up there can go anywhere now, as far as can be said. */
    boolean canMove(QueueState queue) {
        return core.gate.refusal(StoreGate.Work.MOVE) == null && hasTarget(queue.work());
    }

    /** Whether nobody can say yet where its dead letters go. */
    boolean mustWait(Subscription source) {
        return source.queue().routesDeadLetters() && router == null;
    }

    /** Whether there is where its dead letters go; where each goes is found out as it does. */
    boolean hasTarget(Subscription source) {
        return source.queue().routesDeadLetters() || ruled(source).isPresent();
    }

    /** Where what dies in each queue may go now, as far as is known before it does. */
    DeadLetterWays ways() {
        Map<String, Set<String>> targets = new HashMap<>();
        List<QueueInfo> routed = new ArrayList<>();
        for (QueueState queue : core.catalog.queues()) {
            if (queue.routesDeadLetters()) {
                routed.add(queue.info());
            } else {
                queue.settings()
                        .deadLetter()
                        .map(DeadLetterRule::queue)
                        .filter(name -> core.catalog.get(name) != null)
                        .ifPresent(name -> targets.put(queue.name(), Set.of(name)));
            }
        }
        if (router != null) {
            targets.putAll(router.targets(routed));
        }
        return new DeadLetterWays(targets);
    }

    private Optional<QueueState> ruled(Subscription source) {
        return source.queue()
                .settings()
                .deadLetter()
                .map(DeadLetterRule::queue)
                .flatMap(core.catalog::find)
                .filter(target -> guard.allows(source.queue().info(), target.name()));
    }

    /**
     * The message as it goes on, to each queue that there is and that it may go to; empty when it
     * goes nowhere, null when that cannot be said and it stays.
     */
    @Nullable List<DeadLetterCopy> copies(Demise demise, StoredMessage stored) {
        Subscription source = demise.source();
        DeadLetterRouter way = router;
        if (source.queue().routesDeadLetters()) {
            return way == null
                    ? null
                    : routed(demise, way.route(demise.letter(stored, core.wall())));
        }
        return ruled(source)
                .map(target -> List.of(new DeadLetterCopy(demise, target, stored.message())))
                .orElse(null);
    }

    private List<DeadLetterCopy> routed(Demise demise, List<DeadLetterRouter.Onward> ways) {
        List<DeadLetterCopy> copies = new ArrayList<>(ways.size());
        for (DeadLetterRouter.Onward way : ways) {
            QueueState target = core.catalog.get(way.queue());
            if (target != null && guard.allows(demise.source().queue().info(), way.queue())) {
                copies.add(new DeadLetterCopy(demise, target, way.message()));
            }
        }
        return copies;
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

    /** The router failed on a message of this queue, which is a defect. */
    void unrouted(Subscription source, RuntimeException defect) {
        if (unrouted++ % 1000 == 0) {
            LOG.error(
                    "A message that died in queue \"{}\" is dropped, since looking for its way failed; a"
                            + " replay can bring it back. {} so far.",
                    source.queue().name(),
                    unrouted,
                    defect);
        }
    }

    /** Settles a message that was on its way; who gave it up is told once that is on disk. */
    void settleInstead(Subscription subscription, int slot, Fate fate) {
        DeadLetterMove move = moves.remove(core.leases.number(slot));
        core.leaseEnding.settle(subscription, slot, fate);
        if (move != null) {
            over(move);
            core.journal.whenDurable(move.queue(), move.kept().end());
        }
    }

    /** The lease of this slot ends otherwise. */
    private void forget(int slot) {
        DeadLetterMove move = moves.remove(core.leases.number(slot));
        if (move != null) {
            over(move);
            core.journal.whenDurable(move.queue(), move.kept().end());
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
