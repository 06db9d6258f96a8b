package dev.forebay.engine.sim;

import dev.forebay.engine.DepthLimit.WhenFull;
import dev.forebay.engine.Ordering;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.RetryRule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the mere passing of time does: last leases end in the dead-letter queue, messages expire.
 */
final class Lapse {
    /**
     * Pauses that may follow each other while a queue is drained and nothing fails any more: a
     * probe that failed last stands back for a few of them after the one before it.
     */
    private static final int BREAKS = 6;

    private static final long NEVER = Long.MAX_VALUE;

    private final Declared queues;
    private final Set<Op> redrives = new LinkedHashSet<>();
    private boolean everRedriven;
    private boolean stalled;
    private boolean stalledBefore;
    private long wentOnAt;
    private long givesSince = Long.MIN_VALUE;

    Lapse(Declared queues) {
        this.queues = queues;
    }

    /** While a disturbed disk holds things up, what is due may be as late as it likes. */
    void stalls() {
        stalled = true;
    }

    boolean isStalled() {
        return stalled;
    }

    /** From now on what is due happens in time; what was held up until now counts as due now. */
    void goesOn(long now) {
        stalledBefore = stalled;
        stalled = false;
        wentOnAt = now;
    }

    /** It may give nothing out from now on. */
    void holdsBack() {
        givesSince = NEVER;
    }

    /** It gives out all that is ready again. */
    void gives(long now) {
        givesSince = now;
    }

    /** Whether what was due at {@code due} at the latest may still not have happened. */
    boolean mayLag(long due, long now) {
        return due == Op.OPEN || stalled || now <= Math.max(due, wentOnAt) + Model.SLACK;
    }

    /** States possible at {@code now}, given the states possible before. */
    List<State> of(Tracked message, long now) {
        List<State> all = new ArrayList<>();
        for (State state : message.states()) {
            all.addAll(of(message, state, now));
        }
        return all;
    }

    /** States that this one may have become by now, itself included when it may still be true. */
    List<State> of(Tracked message, State state, long now) {
        List<State> all = new ArrayList<>();
        State next = state;
        Optional<String> target = target(next);
        while (target.isPresent() && now >= next.from()) {
            if (mayLag(next.until(), now) || mayBeSpared(next)) {
                all.add(next);
            }
            next = next.moved(target.get());
            target = target(next);
        }
        all.add(next);
        addPushedOut(all, now);
        for (State held : List.copyOf(all)) {
            if (!held.leased() || now >= held.from()) {
                all.addAll(redriven(message, held));
            }
        }
        // What came back may have been pushed out once more.
        addPushedOut(all, now);
        for (State held : List.copyOf(all)) {
            if (held.isHeld() && now >= expiry(message, held)) {
                all.add(held.gone(held.since()));
            }
        }
        return all;
    }

    /** Those that nobody has may have gone to the dead-letter queue for newer ones, by now. */
    private void addPushedOut(List<State> all, long now) {
        for (State held : List.copyOf(all)) {
            if (pushesOut(held) && (!held.leased() || now >= held.from())) {
                State out = held.pushedOut(deadLetterQueue(held.heldIn()).orElseThrow(), now);
                if (!all.contains(out)) {
                    all.add(out);
                }
            }
        }
    }

    private boolean pushesOut(State state) {
        return state.isHeld()
                && queues.get(state.heldIn()).depth().whenFull() == WhenFull.DEAD_LETTER_OLDEST;
    }

    /** Messages go back from their dead-letter queue from now on, until it has ended. */
    void redrives(Op op) {
        everRedriven = true;
        redrives.add(op);
    }

    /** Whether a message may be in its queue for the second time, under another offset. */
    boolean everRedriven() {
        return everRedriven;
    }

    /** Those under way. */
    Set<Op> redriving() {
        return redrives;
    }

    /** It cannot move anything any more. */
    void redriveEnded(Op op) {
        redrives.remove(op);
    }

    /** Where redrives under way may take a message that is not leased. */
    private List<State> redriven(Tracked message, State held) {
        boolean cameHere =
                held.isHeld()
                        && deadLetterQueue(message.queue).filter(held::isIn).isPresent()
                        && !held.isIn(message.queue);
        return cameHere
                ? redrives.stream().map(op -> held.movedBy(op, message.queue)).toList()
                : List.of();
    }

    /** Where a state leads when its lease ends without an ack: empty when it only becomes ready. */
    private Optional<String> target(State state) {
        return state.leased() && isLast(state) ? deadLetterQueue(state.heldIn()) : Optional.empty();
    }

    /** Whether no lease may follow. */
    boolean isLast(State state) {
        return state.isHeld()
                && queues.get(state.heldIn())
                        .deadLetter()
                        .filter(rule -> state.attempts() >= mostAttempts(state.heldIn()))
                        .isPresent();
    }

    private int mostAttempts(String queue) {
        QueueSettings settings = queues.get(queue);
        return Math.min(
                settings.deadLetter().orElseThrow().maxAttempts(),
                settings.retry().maxAttempts().orElse(Integer.MAX_VALUE));
    }

    /** Whether a breaker may have said that a failed attempt was none. */
    boolean mayBeSpared(State state) {
        return state.isHeld() && queues.get(state.heldIn()).breaker().isPresent();
    }

    /** How long the message waits after a failed attempt whose delay is left to the rule. */
    Wait ruled(Tracked message, State state) {
        RetryRule own = message.retryRule;
        RetryRule rule = own == null ? queues.get(state.heldIn()).retry() : own;
        return Wait.ruled(rule, state.attempts());
    }

    /** Engine time before which it is certainly not delivered, a wait after its lease included. */
    long availableFrom(Tracked message, State state) {
        return state.leased() ? state.from() + ruled(message, state).shortest() : state.from();
    }

    /** Engine time from which it is certainly available. */
    long availableUntil(Tracked message, State state) {
        boolean waits = state.leased() && state.until() != Op.OPEN;
        return waits ? state.until() + ruled(message, state).longest() : state.until();
    }

    /**
     * The same for a server that was found in this state at a start. That a lease ran out may not
     * have been recorded while the disk held things up: then it runs out now, and the wait begins.
     */
    private long availableUntil(Tracked message, State state, long from) {
        boolean mayRunOutNow =
                (stalled || stalledBefore) && state.leased() && state.until() != Op.OPEN;
        return mayRunOutNow
                ? Math.max(from, state.until()) + ruled(message, state).longest()
                : Math.max(from, availableUntil(message, state));
    }

    /** How long limits may hold up the delivery of so many messages. */
    long paceMillis(int most) {
        return queues.settings().stream()
                .flatMap(settings -> settings.rates().delivery().stream())
                .mapToLong(limit -> (long) (most * 1_000 / limit.perSecond()))
                .max()
                .orElse(0);
    }

    /**
     * Whether the message could be delivered to anyone all the time from well before {@code time}
     * to {@code now}.
     */
    boolean isSurelyReady(Tracked message, String queue, long time, long now) {
        return givesSince <= time - Model.SLACK
                && !message.states().isEmpty()
                && of(message, now).stream().allMatch(s -> s.isIn(queue))
                && message.states().stream()
                        .allMatch(s ->
                                !s.leased()
                                        && availableUntil(message, s) != Op.OPEN
                                        && Math.max(availableUntil(message, s), wentOnAt)
                                                        + standsBack(s)
                                                        + Model.SLACK
                                                <= time);
    }

    /** How long others may go first: a message that failed may have been a breaker's probe. */
    private long standsBack(State state) {
        boolean wasLeased = state.attempts() > 0 || state.lease() != null;
        return mayBeSpared(state) && wasLeased ? breakerMillis() : 0;
    }

    /** Whether it must have been let go of by {@code time}, since its own deadline was over. */
    boolean isSurelyOverdue(Tracked message, long time) {
        if (message.expiryMillis >= Script.NO_EXPIRY
                || message.mayBeScheduled
                || message.sent.isOpen()) {
            return false;
        }
        return !mayLag(message.sent.end() + message.expiryMillis, time)
                && message.states().stream().allMatch(s -> !s.leased() && s.since().end() < time);
    }

    /** How long open breakers may hold things up. */
    long breakerMillis() {
        return queues.settings().stream()
                .flatMap(settings -> settings.breaker().stream())
                .mapToLong(rule -> BREAKS * rule.longestPauseMillis())
                .max()
                .orElse(0);
    }

    Optional<String> deadLetterQueue(String queue) {
        return queues.get(queue).deadLetter().map(rule -> rule.queue());
    }

    boolean isDeadLetterQueue(String queue) {
        return queues.settings().stream()
                .anyMatch(s -> s.deadLetter().filter(r -> r.queue().equals(queue)).isPresent());
    }

    /** Whether messages may leave by themselves. */
    boolean mayLose(String queue) {
        QueueSettings settings = queues.get(queue);
        return settings.deadLetter().isPresent()
                || settings.depth().whenFull() != WhenFull.REFUSE
                || settings.expiryMillis() < Script.NO_EXPIRY;
    }

    boolean nothingPending(Collection<Tracked> messages) {
        return messages.stream().allMatch(m -> m.states().size() == 1);
    }

    /** The first time at which it may expire, or be dropped for another. */
    private long expiry(Tracked message, State held) {
        QueueSettings settings = queues.get(held.heldIn());
        boolean dropped = settings.depth().whenFull() == WhenFull.DROP_OLDEST;
        long own = message.queue.equals(held.heldIn()) ? message.expiryMillis : Script.NO_EXPIRY;
        return dropped
                ? message.sent.begin()
                : message.sent.begin() + Math.min(own, settings.expiryMillis());
    }

    /**
     * Whether a server that was in this state shows this sighting when drained from {@code from} to
     * {@code horizon}.
     */
    boolean explains(
            Tracked message, State state, @Nullable Sighting seen, long from, long horizon) {
        State end = state;
        for (Optional<String> to = target(end); to.isPresent(); to = target(end)) {
            if (mayBeSpared(end) && shows(message, end, seen, from, horizon)) {
                return true;
            }
            end = end.moved(to.get());
        }
        List<State> ends = new ArrayList<>(List.of(end, state));
        // Until then a lease may run out, and what comes back push it out.
        addPushedOut(ends, horizon);
        ends.remove(state);
        for (State last : List.copyOf(ends)) {
            ends.addAll(redriven(message, last));
        }
        addPushedOut(ends, horizon);
        return ends.stream().anyMatch(last -> shows(message, last, seen, from, horizon));
    }

    private boolean shows(
            Tracked message, State end, @Nullable Sighting seen, long from, long horizon) {
        boolean heldUp = end.until() == Op.OPEN || (end.isHeld() && mayBeHeldUp(end.heldIn()));
        long latest =
                heldUp
                        ? horizon
                        : (end.isHeld() ? availableUntil(message, end, from) : from) + Model.SLACK;
        if (seen == null) {
            return !end.isHeld() || latest >= expiry(message, end);
        }
        return end.isIn(seen.queue())
                && fits(seen.attempt(), end)
                && seen.at() >= availableFrom(message, end)
                && seen.at() <= latest;
    }

    /** Whether a delivery after this state may be of this attempt. */
    boolean fits(int attempt, State before) {
        return mayBeSpared(before)
                ? attempt <= before.attempts() + 1
                : attempt == before.attempts() + 1;
    }

    private boolean mayBeHeldUp(String queue) {
        QueueSettings settings = queues.get(queue);
        return settings.breaker().isPresent()
                || settings.rates().delivery().isPresent()
                || settings.ordering() != Ordering.NONE
                || settings.maxLeases() < Script.MANY_LEASES;
    }
}
