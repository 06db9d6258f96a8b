package dev.forebay.testkit.history;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the checker is told beside the history: the queues' promises, and what was found at the end.
 * A builder; filled in on one thread.
 */
public final class Audit {
    private final Map<String, QueueFacts> queues = new LinkedHashMap<>();
    private final List<Counters> counters = new ArrayList<>();
    private final List<ReadBack> readBacks = new ArrayList<>();
    private final Set<Long> injected = new HashSet<>();
    private final Set<Long> reported = new HashSet<>();
    private final Set<String> fed = new HashSet<>();
    private boolean drained;
    private long drainedAt;
    private long leaseSlackMillis = Long.MAX_VALUE;

    /** A queue that takes part; calls on others are taken as on queues that promise nothing. */
    public Audit queue(QueueFacts facts) {
        queues.put(facts.name(), facts);
        return this;
    }

    /** All queues were received from until they were empty: what was not seen is lost. */
    public Audit drainedAt(long millis) {
        drainedAt = millis;
        return drained();
    }

    /** As {@link #drainedAt} at the time of the last call. */
    public Audit drained() {
        drained = true;
        return this;
    }

    /**
     * How long an answer may take from the start of its leases to the client; default without end.
     */
    public Audit leaseSlack(long millis) {
        leaseSlackMillis = millis;
        return this;
    }

    public Audit counters(Counters of) {
        counters.add(of);
        return this;
    }

    public Audit readBack(ReadBack log) {
        readBacks.add(log);
        return this;
    }

    /** Messages whose bytes on disk the test itself spoiled. */
    public Audit damaged(Collection<Long> ids) {
        injected.addAll(ids);
        return this;
    }

    /** Messages that the server said are damaged. */
    public Audit reportedDamaged(Collection<Long> ids) {
        reported.addAll(ids);
        return this;
    }

    /** Messages came back to the queue from its dead-letter queue. */
    public Audit redrivenInto(String queue) {
        fed.add(queue);
        return this;
    }

    /** True when {@code queue} may get messages back from its dead-letter queue. */
    boolean isRedrivenInto(String queue) {
        return fed.contains(queue);
    }

    /** True when messages may come back to a queue that they were in before. */
    boolean isRedriven() {
        return !fed.isEmpty();
    }

    /** True when {@code queue} gets messages otherwise than by sends. */
    boolean isFed(String queue) {
        return fed.contains(queue) || isDeadLetterQueue(queue);
    }

    QueueFacts facts(String queue) {
        return queues.getOrDefault(queue, QueueFacts.of(queue));
    }

    /** True when {@code queue} gets its messages from another one's dead letters. */
    boolean isDeadLetterQueue(String queue) {
        return queues.values().stream()
                .anyMatch(facts -> facts.deadLetterQueue().filter(queue::equals).isPresent());
    }

    /** The queue and those its dead letters may end in, in this order. */
    List<String> path(String queue) {
        List<String> path = new ArrayList<>();
        String next = queue;
        while (next != null && !path.contains(next)) {
            path.add(next);
            next = facts(next).deadLetterQueue().orElse(null);
        }
        return path;
    }

    long drainedAt() {
        return drainedAt;
    }

    boolean isDrained() {
        return drained;
    }

    long leaseSlackMillis() {
        return leaseSlackMillis;
    }

    List<Counters> counters() {
        return counters;
    }

    List<ReadBack> readBacks() {
        return readBacks;
    }

    Set<Long> injected() {
        return injected;
    }

    Set<Long> reported() {
        return reported;
    }
}
