package dev.forebay.engine.sim;

import dev.forebay.engine.Delivery;
import dev.forebay.engine.Flow;
import dev.forebay.engine.Ordering;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Receives that are not over, and which deliveries can be. */
final class ReceiveModel {
    private final Declared queues;
    private final TrackedMessages messages;
    private final Lapse lapse;
    private final FairModel fairness;
    private final PriorityModel priorities;
    private final Set<Wish> wishes = new LinkedHashSet<>();
    private final Map<String, Long> cancelled = new HashMap<>();
    private boolean turns = true;

    ReceiveModel(Declared queues, TrackedMessages messages, Lapse lapse) {
        this.queues = queues;
        this.messages = messages;
        this.lapse = lapse;
        fairness = new FairModel(lapse);
        priorities = new PriorityModel(queues, lapse);
    }

    /** Keys need not take turns. */
    void allowAnyTurn() {
        turns = false;
    }

    /** Receives from this queue that are not over. */
    List<Wish> wishes(String queue) {
        return wishes.stream().filter(wish -> wish.queue().equals(queue)).toList();
    }

    /** How many messages receives may hold at {@code time} that nobody was told of. */
    int mostUntold(String queue, long time) {
        boolean takenBack = cancelled.getOrDefault(queue, Long.MIN_VALUE / 2) + Model.SLACK >= time;
        return takenBack ? Integer.MAX_VALUE : wishes(queue).stream().mapToInt(Wish::max).sum();
    }

    /** The receive may be given messages of this model. */
    void join(Wish wish) {
        wishes.add(wish);
    }

    /** The wish can no longer lease anything that was not told. */
    void over(Wish wish) {
        wishes.remove(wish);
    }

    /**
     * The client went. On a disk that is held up what it was to get may have been leased, and the
     * lease have run out, before it went.
     */
    void cancelled(Wish wish, long now) {
        priorities.cancelled(wish.queue(), now);
        cancelled.put(wish.queue(), now);
        if (lapse.isStalled()) {
            wish.op().ended(now);
            messages.all().forEach(message -> perhapsLeased(message, wish, now));
        }
    }

    /** The wish was answered, with messages or none. */
    void received(Wish wish, long now) {
        over(wish);
        fairness.served(wish.queue(), now);
    }

    void delivered(Wish wish, long id, Delivery delivery, Set<Long> together, long now) {
        Tracked message = messages.get(id);
        queues.flows.requireAllowed(
                wish.queue(), Flow::delivers, wish.op().begin(), "delivered " + message);
        List<State> next = new ArrayList<>();
        for (State state : lapse.of(message, now)) {
            if (!state.isIn(wish.queue())) {
                if (!state.isHeld()
                        && state.since().takesAway()
                        && state.since().end() >= wish.op().begin()) {
                    next.add(state);
                }
            } else if (lapse.fits(delivery.attempt(), state)
                    && lapse.availableFrom(message, state) <= now) {
                next.add(
                        state.attempts(delivery.attempt() - 1)
                                .leased(wish.op(), wish.leaseMillis(), delivery.lease()));
            } else if (state.leased() && delivery.lease().equals(state.lease())) {
                next.add(state);
            }
        }
        if (next.isEmpty()) {
            throw new SimulationFailure(
                    "impossible delivery at "
                            + now
                            + " by "
                            + wish
                            + ": "
                            + delivery
                            + " of "
                            + message);
        }
        message.become(next);
        if (queues.get(wish.queue()).ordering().isKept()) {
            checkUnblocked(message, wish, together, now);
        }
        priorities.check(messages.all(), message, wish, together, now);
        if (turns) {
            checkTurn(message, wish, together, now);
        }
    }

    private void checkTurn(Tracked message, Wish wish, Set<Long> together, long now) {
        int untold =
                wishes.stream()
                        .filter(other -> other.queue().equals(wish.queue()))
                        .mapToInt(Wish::max)
                        .sum();
        fairness.check(
                messages.all(), queues.get(wish.queue()), message, wish, untold, together, now);
    }

    private void checkUnblocked(Tracked message, Wish wish, Set<Long> together, long now) {
        boolean strict = queues.get(wish.queue()).ordering() == Ordering.STRICT;
        for (Tracked other : messages.all()) {
            boolean sameLine = strict || (message.key != null && message.key.equals(other.key));
            if (sameLine
                    && other != message
                    && !together.contains(other.id)
                    && other.isCertainlyIn(wish.queue())) {
                boolean held = other.states().stream().allMatch(s -> s.leased() && s.from() > now);
                if (held) {
                    throw new SimulationFailure(
                            "key unblocked at "
                                    + now
                                    + " for "
                                    + message
                                    + " while leased: "
                                    + other);
                }
            }
        }
    }

    /** What was being given out, untold, may have been leased. */
    void crashed(long now) {
        fairness.crashed();
        for (Wish wish : wishes) {
            if (wish.op().isOpen()) {
                wish.op().ended(now);
            }
            messages.all().forEach(message -> perhapsLeased(message, wish, now));
        }
        wishes.clear();
    }

    private void perhapsLeased(Tracked message, Wish wish, long now) {
        List<State> next = new ArrayList<>(message.states());
        for (State state : lapse.of(message, now)) {
            if (state.isIn(wish.queue()) && lapse.availableFrom(message, state) <= now) {
                next.add(state.leased(wish.op(), wish.leaseMillis(), null));
            }
        }
        message.become(next);
    }
}
