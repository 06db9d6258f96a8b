package dev.forebay.engine.sim;

import dev.forebay.engine.Delivery;
import dev.forebay.engine.Flow;
import dev.forebay.engine.Ordering;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.QueueStats;
import dev.forebay.engine.SendResult;
import dev.forebay.engine.Settlement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The reference: what queues may hold, given what clients asked and were told. Each message has the
 * set of states that are still possible. A command splits them into how it may end, its answer
 * picks among the ends, a crash leaves them all open until the recovered server shows what it
 * holds. When no state is left the server has done what it must not.
 */
final class Model {
    /** How late timers and what follows from them may be, in ms. */
    static final long SLACK = 1000;

    private static final int MOST_OPEN = 3;

    private final Declared queues;
    private final Map<Long, Tracked> messages = new LinkedHashMap<>();
    private final Set<Wish> wishes = new LinkedHashSet<>();
    private final Set<String> relimited = new LinkedHashSet<>();
    private final Flows flows;
    private final Lapse lapse;
    private final Wholes wholes;
    private final DuplicateModel duplicates;
    private final FairModel fairness;
    private boolean turns = true;
    private final PriorityModel priorities;

    Model() {
        this(new Declared(), new Flows());
    }

    private Model(Declared queues, Flows flows) {
        this.queues = queues;
        this.flows = flows;
        lapse = new Lapse(queues);
        wholes = new Wholes(queues, lapse);
        duplicates = new DuplicateModel(queues);
        fairness = new FairModel(lapse);
        priorities = new PriorityModel(queues, lapse);
    }

    /**
     * What is known, to go on from on its own; after {@link #crashed} only, when nothing is open.
     */
    Model copy() {
        Model copy = new Model(queues.copy(), flows.copy());
        for (Tracked message : messages.values()) {
            Tracked own = message.copy();
            copy.messages.put(own.id, own);
            copy.duplicates.begun(own);
        }
        copy.relimited.addAll(relimited);
        copy.wholes.doubt(wholes);
        lapse.redriving().forEach(copy.lapse::redrives);
        return copy;
    }

    /** See {@link Lapse#stalls}. */
    void stalls() {
        lapse.stalls();
    }

    /** See {@link Lapse#goesOn}. */
    void goesOn(long now) {
        lapse.goesOn(now);
    }

    /**
     * The client went. On a disk that is held up what it was to get may have been leased, and the
     * lease have run out, before it went.
     */
    void cancelled(Wish wish, long now) {
        priorities.cancelled(wish.queue(), now);
        if (lapse.isStalled()) {
            wish.op().ended(now);
            messages.values().forEach(message -> perhapsLeased(message, wish, now));
        }
    }

    void queue(String name, QueueSettings settings) {
        queues.put(name, settings);
    }

    QueueSettings settings(String queue) {
        return queues.get(queue);
    }

    Set<String> queueNames() {
        return queues.names();
    }

    Collection<Tracked> messages() {
        return messages.values();
    }

    Tracked message(long id) {
        Tracked message = messages.get(id);
        if (message == null) {
            throw new SimulationFailure("phantom: nobody sent message " + id);
        }
        return message;
    }

    Tracked send(
            Op op,
            String queue,
            long id,
            @Nullable String key,
            @Nullable String dedup,
            long delay) {
        Tracked message = new Tracked(id, queue, key, dedup, op, delay);
        message.mayBeScheduled = delay > 0 && settings(queue).ordering() == Ordering.NONE;
        messages.put(id, message);
        duplicates.begun(message);
        return message;
    }

    /** The message is there once more, from this command on. */
    void replays(Tracked original, Op op) {
        copy(original, op, List.of(State.held(original.queue, op, 0)));
    }

    /** It is there once more, or is not. */
    void mayReplay(Tracked original, Op op) {
        copy(original, op, List.of(State.nowhere(op), State.held(original.queue, op, 0)))
                        .undecided =
                true;
    }

    private Tracked copy(Tracked original, Op op, List<State> states) {
        Tracked copy =
                new Tracked(
                        original.id, original.queue, original.key, original.deduplicationId, op, 0);
        copy.priority = original.priority;
        copy.become(states);
        messages.put(copy.id, copy);
        return copy;
    }

    boolean knows(long id) {
        return messages.containsKey(id);
    }

    /** Receives from this queue that are not over. */
    List<Wish> wishes(String queue) {
        return wishes.stream().filter(wish -> wish.queue().equals(queue)).toList();
    }

    /** A receive of another model may be given messages of this one. */
    void join(Wish wish) {
        wishes.add(wish);
    }

    void sent(Tracked message, SendResult.Sent answer, long now) {
        message.sent.ended(now);
        flows.requireAllowed(
                message.queue, Flow::takesMessages, message.sent.begin(), "sent " + message);
        duplicates.judge(message, answer);
        message.answer = answer;
        if (answer.duplicate()) {
            message.refused(message.sent);
        } else {
            message.answered(message.sent, Results.SENT);
            checkLimit(message, now);
        }
        require(message, "sent");
    }

    /** A redrive of the dead-letter queue was asked for. */
    void redrive(Op op) {
        lapse.redrives(op);
    }

    /** See {@link Lapse#everRedriven}. */
    boolean everRedriven() {
        return lapse.everRedriven();
    }

    /** It was refused and never began. */
    void redriveRefused(Op op) {
        lapse.redriveEnded(op);
    }

    /** Those that began by now; some may not have come to their end. */
    Set<Op> redriving() {
        return Set.copyOf(lapse.redriving());
    }

    /** These have moved what they will ever move. */
    void redrivesEnded(Set<Op> ended, long now) {
        ended.forEach(op -> op.ended(now));
        messages.values().forEach(message -> message.become(lapse.of(message, now)));
        ended.forEach(lapse::redriveEnded);
    }

    /** The queue said it was full: it must have been able to be when the send was given. */
    void full(Tracked message, long limit) {
        if (!lapse.redriving().isEmpty()) {
            return;
        }
        long possible =
                messages.values().stream()
                        .filter(m -> m.mayHaveBeenIn(message.queue, message.sent.begin()))
                        .count();
        if (possible <= limit) {
            throw new SimulationFailure(
                    "refused as full with at most " + (possible - 1) + " messages: " + message);
        }
    }

    private void checkLimit(Tracked message, long now) {
        long certain = certainlyIn(message.queue, now);
        QueueSettings settings = settings(message.queue);
        if (relimited.contains(message.queue)) {
            return;
        }
        boolean beyond =
                settings.maxDepth().isPresent() && certain > settings.maxDepth().getAsLong();
        if (beyond
                && lapse.nothingPending(messages.values())
                && !lapse.isDeadLetterQueue(message.queue)) {
            throw new SimulationFailure("accepted beyond maxDepth: " + message);
        }
    }

    private long certainlyIn(String queue, long now) {
        return messages.values().stream()
                .filter(m -> lapse.of(m, now).stream().allMatch(s -> s.isIn(queue)))
                .count();
    }

    Wish receive(Op op, String queue, int max, long leaseMillis) {
        Wish wish = new Wish(op, queue, max, leaseMillis);
        wishes.add(wish);
        return wish;
    }

    /** The wish can no longer lease anything that was not told. */
    void over(Wish wish) {
        wishes.remove(wish);
    }

    /** Keys need not take turns. */
    void allowAnyTurn() {
        turns = false;
    }

    /** The wish was answered, with messages or none. */
    void received(Wish wish, long now) {
        over(wish);
        fairness.served(wish.queue(), now);
    }

    void delivered(Wish wish, long id, Delivery delivery, Set<Long> together, long now) {
        Tracked message = message(id);
        flows.requireAllowed(
                wish.queue(), Flow::delivers, wish.op().begin(), "delivered " + message);
        List<State> next = new ArrayList<>();
        for (State state : lapse.of(message, now)) {
            if (!state.isIn(wish.queue())) {
                if (!state.isHeld()
                        && state.since().isPurge()
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
        if (settings(wish.queue()).ordering().isKept()) {
            checkUnblocked(message, wish, together, now);
        }
        priorities.check(messages.values(), message, wish, together, now);
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
                messages.values(), settings(wish.queue()), message, wish, untold, together, now);
    }

    private void checkUnblocked(Tracked message, Wish wish, Set<Long> together, long now) {
        boolean strict = settings(wish.queue()).ordering() == Ordering.STRICT;
        for (Tracked other : messages.values()) {
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

    /** Whether so much about the message is unanswered that more would only blur it. */
    boolean isBusy(long id) {
        return message(id).states().stream().anyMatch(s -> s.assumed().size() >= MOST_OPEN);
    }

    void settle(Op op, String queue, long id, Settlement settlement, long now) {
        Tracked message = message(id);
        boolean wished = wishes.stream().anyMatch(wish -> wish.queue().equals(queue));
        boolean leaving =
                message.states().stream().anyMatch(s -> !s.isIn(queue) && s.since().isOpen());
        List<State> next = new ArrayList<>();
        for (State state : message.states()) {
            next.add(state);
            SettleBranches branches =
                    new SettleBranches(
                            message,
                            op,
                            queue,
                            settlement,
                            settings(queue),
                            lapse,
                            now,
                            wished || leaving);
            next.addAll(branches.of(lapse.of(message, state, now)));
        }
        message.become(next);
    }

    void settled(Op op, long id, String result, long now) {
        Tracked message = message(id);
        op.ended(now);
        String before = message.toString();
        message.answered(op, result);
        if (message.states().isEmpty()) {
            throw new SimulationFailure(
                    "impossible answer " + result + " to " + op + " for " + before);
        }
    }

    void refused(Op op, Tracked message, long now) {
        op.ended(now);
        message.refused(op);
        require(message, "refused " + op);
    }

    /** Refused in a way that leaves open whether it happened. */
    void unknown(Op op, Tracked message, long now) {
        op.ended(now);
        message.unanswered(op);
    }

    /**
     * Sends and acks of one command, all of them already begun: none happens without the others.
     */
    void whole(Op op, List<Tracked> sent, List<Tracked> acked) {
        wholes.begun(op, sent, acked);
    }

    /** The whole was done, or certainly was not. */
    void wholeEnded(Op op) {
        wholes.ended(op);
    }

    /** An ack was refused for this result, and so all was: the ack alone must have been. */
    void notAcked(Op op, long id, String result) {
        if (message(id).states().stream().noneMatch(s -> result.equals(s.assumed().get(op)))) {
            throw new SimulationFailure(
                    "impossible refusal " + result + " to " + op + " for " + message(id));
        }
    }

    void purge(Op op, String queue, long now) {
        for (Tracked message : messages.values()) {
            List<State> next = new ArrayList<>(message.states());
            for (State state : lapse.of(message, now)) {
                if (state.isIn(queue) || state.since().isOpen()) {
                    // What is still being moved from here is purged as well.
                    next.add(state.gone(op).assuming(op, Results.PURGED));
                }
                if (!state.isIn(queue) || mayBeArriving(message, state, now)) {
                    next.add(state.assuming(op, Results.PURGED));
                }
            }
            message.become(next);
        }
    }

    /**
     * Not yet on disk, or on its way here from another queue, also because its last lease there has
     * just ended: a purge may miss it.
     */
    private boolean mayBeArriving(Tracked message, State state, long now) {
        boolean justMoved = state.attempts() == 0 && lapse.mayLag(state.until(), now);
        return message.sent.isOpen()
                || state.since().isOpen()
                || justMoved
                || !message.states().contains(state);
    }

    void purged(Op op, long now) {
        op.ended(now);
        for (Tracked message : messages.values()) {
            if (message.sent.begin() <= op.begin() && mentions(message, op)) {
                message.answered(op, Results.PURGED);
                require(message, "purged");
            }
        }
    }

    /** The wall clock went so far ahead of engine time, or fell back. */
    void wallAdvanced(long by) {
        messages.values().forEach(message -> message.wallAdvanced(by));
    }

    /** Somebody takes a scheduled message back. */
    void withdraw(Op op, Tracked message, long now) {
        List<State> next = new ArrayList<>(message.states());
        for (State state : lapse.of(message, now)) {
            if (message.isScheduled(state) && lapse.mayLag(state.until(), now)) {
                next.add(state.gone(op).assuming(op, Results.WITHDRAWN));
            }
        }
        message.become(next);
    }

    void withdrawn(Op op, Tracked message, long now) {
        op.ended(now);
        message.answered(op, Results.WITHDRAWN);
        require(message, "withdrawn");
    }

    /** It was said not to be scheduled any more. */
    void notScheduled(Op op, Tracked message, long now) {
        refused(op, message, now);
        boolean must =
                message.states().stream()
                        .allMatch(state ->
                                message.isScheduled(state)
                                        && state.from() > now
                                        && state.assumed().isEmpty());
        if (must) {
            throw new SimulationFailure("not there to be withdrawn at " + now + ": " + message);
        }
    }

    void purgeRefused(Op op, long now) {
        op.ended(now);
        messages.values().forEach(message -> message.refused(op));
    }

    void purgeUnknown(Op op, long now) {
        op.ended(now);
        messages.values().forEach(message -> message.unanswered(op));
    }

    /** The queue said it takes no messages. */
    void paused(Tracked message) {
        flows.requireForbidden(
                message.queue, Flow::takesMessages, message.sent.begin(), "refused " + message);
    }

    void steering(String queue, Flow flow) {
        flows.changing(queue, flow);
    }

    void steered(String queue, Flow flow, long now) {
        queues.put(queue, settings(queue).withFlow(flow));
        flows.changed(queue, flow, now);
    }

    /** The depth limit is changing: until the next answer nothing is said about it. */
    void relimiting(String queue) {
        relimited.add(queue);
    }

    /** Settings as a recovered server shows them: those last told, or an unanswered change. */
    void adopt(String queue, QueueSettings found, long now) {
        QueueSettings known = settings(queue);
        QueueSettings steered =
                flows.isPossible(queue, found.flow()) ? known.withFlow(found.flow()) : known;
        QueueSettings like =
                found.maxDepth().isPresent() && relimited.contains(queue)
                        ? steered.withMaxDepth(found.maxDepth().getAsLong())
                        : steered;
        if (!found.equals(like)) {
            throw new SimulationFailure(queue + " came back with " + found + ", not " + known);
        }
        queues.put(queue, found);
        flows.changed(queue, found.flow(), now);
    }

    /** At rest every command has had its answer. */
    void requireAllAnswered() {
        for (Tracked message : messages.values()) {
            boolean open =
                    message.sent.isOpen()
                            || message.states().stream()
                                    .anyMatch(s ->
                                            s.assumed().keySet().stream().anyMatch(Op::isOpen));
            if (open) {
                throw new SimulationFailure("a command was never answered: " + message);
            }
        }
    }

    private static boolean mentions(Tracked message, Op op) {
        return message.states().stream().anyMatch(s -> s.assumed().containsKey(op));
    }

    /** The process died: every unanswered command happened wholly or not at all. */
    void crashed(long now) {
        wholes.crashed();
        fairness.crashed();
        for (Tracked message : messages.values()) {
            if (message.sent.isOpen()) {
                message.sent.ended(now);
            }
            List<State> next = new ArrayList<>();
            for (State state : message.states()) {
                state.assumed().keySet().stream().filter(Op::isOpen).forEach(op -> op.ended(now));
                next.add(state.certain());
            }
            message.become(next);
        }
        for (Wish wish : wishes) {
            if (wish.op().isOpen()) {
                wish.op().ended(now);
            }
            messages.values().forEach(message -> perhapsLeased(message, wish, now));
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

    /**
     * Holds the state that a recovered server showed against the possible ones, and adopts it.
     *
     * @param horizon the longest that anything is held back, by what other models know too
     */
    void recovered(Map<Long, Sighting> seen, long from, long horizon) {
        for (long id : seen.keySet()) {
            message(id);
        }
        for (Tracked message : messages.values()) {
            Sighting sighting = seen.get(message.id);
            List<State> fitting =
                    message.states().stream()
                            .filter(s -> lapse.explains(message, s, sighting, from, horizon))
                            .toList();
            if (fitting.isEmpty()) {
                throw new SimulationFailure(
                        "recovery at " + from + " shows " + sighting + " for " + message);
            }
            if (!message.undecided) {
                message.become(fitting);
                message.seen();
            }
        }
        wholes.recovered(seen);
    }

    /** The longest that anything is held back. */
    long horizon(long now) {
        long latest = now;
        long held =
                messages.values().stream()
                        .filter(m -> m.states().stream().anyMatch(State::isHeld))
                        .count();
        for (Tracked message : messages.values()) {
            for (State state : message.states()) {
                boolean known = state.isHeld() && state.until() != Op.OPEN;
                latest = known ? Math.max(latest, lapse.availableUntil(message, state)) : latest;
            }
        }
        return latest + 2 * SLACK + lapse.breakerMillis() + lapse.paceMillis((int) held);
    }

    /** Compares counters at a moment when nothing is unanswered. */
    void checkDepth(String queue, QueueStats stats) {
        long depth = stats.ready() + stats.delayed() + stats.leased();
        long certain = messages.values().stream().filter(m -> m.isCertainlyIn(queue)).count();
        long possible = messages.values().stream().filter(m -> m.mayBeIn(queue)).count();
        if (lapse.isDeadLetterQueue(queue)
                || lapse.mayLose(queue)
                || messages.values().stream().anyMatch(m -> m.expiryMillis < Script.NO_EXPIRY)) {
            return;
        }
        if (depth < certain || depth > possible) {
            throw new SimulationFailure(
                    queue
                            + " holds "
                            + certain
                            + " to "
                            + possible
                            + " messages but says "
                            + stats);
        }
    }

    private static void require(Tracked message, String what) {
        if (message.states().isEmpty()) {
            throw new SimulationFailure("impossible: " + what + " " + message);
        }
    }
}
