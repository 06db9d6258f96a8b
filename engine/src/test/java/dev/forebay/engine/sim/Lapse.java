package dev.forebay.engine.sim;

import dev.forebay.engine.Ordering;
import dev.forebay.engine.QueueSettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the mere passing of time does: last leases end in the dead-letter queue, messages expire.
 */
final class Lapse {
    private final Declared queues;
    private boolean stalled;
    private long wentOnAt;

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
        stalled = false;
        wentOnAt = now;
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
            if (mayLag(next.until(), now)) {
                all.add(next);
            }
            next = next.moved(target.get());
            target = target(next);
        }
        all.add(next);
        for (State held : List.copyOf(all)) {
            if (held.isHeld() && now >= expiry(message, held)) {
                all.add(held.gone(held.since()));
            }
        }
        return all;
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
                        .filter(rule -> state.attempts() >= rule.maxAttempts())
                        .isPresent();
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
        return settings.deadLetter().isPresent() || settings.expiryMillis() < Script.NO_EXPIRY;
    }

    boolean nothingPending(Collection<Tracked> messages) {
        return messages.stream().allMatch(m -> m.states().size() == 1);
    }

    /** The first time at which it may expire. */
    private long expiry(Tracked message, State held) {
        return message.sent.begin() + queues.get(held.heldIn()).expiryMillis();
    }

    /**
     * Whether a server that was in this state shows this sighting when drained from {@code from} to
     * {@code horizon}.
     */
    boolean explains(
            Tracked message, State state, @Nullable Sighting seen, long from, long horizon) {
        State end = state;
        for (Optional<String> to = target(end); to.isPresent(); to = target(end)) {
            end = end.moved(to.get());
        }
        boolean heldUp = end.isHeld() && mayBeHeldUp(end.heldIn());
        long latest = heldUp ? horizon : Math.max(from, end.until()) + Model.SLACK;
        if (seen == null) {
            return !end.isHeld() || latest >= expiry(message, end);
        }
        return end.isIn(seen.queue())
                && seen.attempt() == end.attempts() + 1
                && seen.at() >= end.from()
                && seen.at() <= latest;
    }

    private boolean mayBeHeldUp(String queue) {
        QueueSettings settings = queues.get(queue);
        return settings.ordering() != Ordering.NONE || settings.maxLeases() < Script.MANY_LEASES;
    }
}
