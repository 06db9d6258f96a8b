package dev.forebay.engine.core;

import dev.forebay.engine.BreakerRule;
import dev.forebay.engine.Deduplication;
import dev.forebay.engine.DepthLimit;
import dev.forebay.engine.Ordering;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueKind;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.RateLimits;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Subscriptions;
import org.jspecify.annotations.Nullable;

/** A queue in memory: its settings, its partition, and what is on its way to either. */
final class QueueState {
    private static final int FIRST_BATCH_BYTES = 256;

    /** With this delay or less a message of an ordered queue keeps the place of its sending. */
    private static final long LATER_IN_ORDER_MILLIS = 15 * 60_000;

    private QueueInfo info;
    private final Partition partition;
    private @Nullable Readers readers;
    private final EngineLimits limits;
    private int maxAttempts;
    private long laterAfter;
    private boolean deadLetters;
    private boolean routesDeadLetters;
    private @Nullable BreakerRule breaker;
    private @Nullable QueueRates rates;
    private @Nullable Deduplication deduplication;
    private @Nullable OutBatch outgoing;
    private long messagesComing;
    private long bytesComing;
    private long messagesComingLater;
    private long messagesLeaving;
    private long bytesLeaving;
    private long pushesOutFrom;
    private int batchBytes = FIRST_BATCH_BYTES;

    QueueState(Core core, QueueInfo info, int ordinal) {
        this.info = info;
        this.limits = core.limits;
        this.partition = new Partition(core, this, 0, ordinal, Streams.messages(core.store, info));
        setInfo(info);
    }

    int id() {
        return info.id();
    }

    String name() {
        return info.name();
    }

    QueueInfo info() {
        return info;
    }

    /** Whether it ends with the process. */
    boolean isVolatile() {
        return info.settings().isVolatile();
    }

    QueueSettings settings() {
        return info.settings();
    }

    /** Whether its messages are read in place and wait for nobody. */
    boolean isStream() {
        return info.settings().kind() == QueueKind.STREAM;
    }

    void setInfo(QueueInfo changed) {
        maxAttempts =
                Math.min(
                        changed.settings()
                                .deadLetter()
                                .map(rule -> rule.maxAttempts())
                                .orElse(Integer.MAX_VALUE),
                        changed.settings().retry().maxAttempts().orElse(Integer.MAX_VALUE));
        RateLimits limited = changed.settings().rates();
        if (!limited.equals(info.settings().rates()) || rates == null) {
            rates =
                    limited.equals(RateLimits.none())
                            ? null
                            : new QueueRates(changed.name(), limited);
        }
        info = changed;
        laterAfter =
                changed.settings().ordering() == Ordering.NONE
                        ? limits.laterMillis()
                        : Math.max(limits.laterMillis(), LATER_IN_ORDER_MILLIS);
        boolean rule = changed.settings().deadLetter().isPresent();
        routesDeadLetters = !rule && changed.settings().deadLetterRoute().isPresent();
        deadLetters = rule || routesDeadLetters;
        breaker = changed.settings().breaker().orElse(null);
        deduplication = changed.settings().deduplication().orElse(null);
    }

    /** How long a message of it can be there, settled or not. */
    long longestLifeMillis() {
        long sum = settings().expiryMillis() + settings().retentionMillis();
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    Partition partition() {
        return partition;
    }

    /** The subscription that ordinary receives share, and that limits of depth go by. */
    Subscription work() {
        return partition.work();
    }

    /** Its named subscriptions and replays. */
    Readers readers() {
        Readers known = readers;
        if (known == null) {
            known = new Readers();
            readers = known;
        }
        return known;
    }

    /** Whether there is or was anything in {@link #readers}. */
    boolean hasReaders() {
        return readers != null;
    }

    /** The subscription of this name, or null. */
    @Nullable Subscription subscription(String name) {
        if (name.equals(Subscriptions.WORK)) {
            return work();
        }
        Readers.Named known = readers == null ? null : readers.named(name);
        return known == null ? null : known.machine();
    }

    /** The named subscription that this one is, or that a pass feeds; null for {@code work}. */
    @Nullable String nameOf(Subscription machine) {
        Readers known = readers;
        return known == null ? null : known.nameOf(machine.number());
    }

    /** After so many attempts a message is given up, unless it says otherwise itself. */
    int maxAttempts() {
        return maxAttempts;
    }

    /** Whether messages that are given up go anywhere. */
    boolean deadLetters() {
        return deadLetters;
    }

    /** Whether the way of each dead letter is looked up, and what expires goes it too. */
    boolean routesDeadLetters() {
        return routesDeadLetters;
    }

    /** Its token buckets, or null when nothing is limited. */
    @Nullable QueueRates rates() {
        return rates;
    }

    /** Messages that are sent with a longer delay wait outside of their partition. */
    long laterAfter() {
        return laterAfter;
    }

    @Nullable BreakerRule breaker() {
        return breaker;
    }

    @Nullable Deduplication deduplication() {
        return deduplication;
    }

    @Nullable OutBatch outgoing() {
        return outgoing;
    }

    void setOutgoing(@Nullable OutBatch batch) {
        outgoing = batch;
    }

    /** How large the last batch was; the next will be about as large. */
    int batchBytes() {
        return batchBytes;
    }

    void setBatchBytes(int bytes) {
        batchBytes = bytes;
    }

    /** A message is on its way to the disk. */
    void coming(int size) {
        messagesComing++;
        bytesComing += size;
    }

    /** It arrived, or never will. */
    void arrived(int size) {
        messagesComing--;
        bytesComing -= size;
    }

    /** As above, to where scheduled messages wait. */
    void comingLater(int size) {
        coming(size);
        messagesComingLater++;
    }

    /** As above. */
    void arrivedLater(int size) {
        arrived(size);
        messagesComingLater--;
    }

    /** A message was pushed out and is on its way to the dead-letter queue. */
    void leaving() {
        messagesLeaving++;
        bytesLeaving += averageBytes();
    }

    /** It has gone, or stays after all. */
    void left() {
        bytesLeaving -= bytesLeaving / messagesLeaving;
        messagesLeaving--;
    }

    /** How many are on their way there. */
    long messagesLeaving() {
        return messagesLeaving;
    }

    /** Nothing is pushed out before this time, since one could not go. */
    void restPushingOut(long until) {
        pushesOutFrom = until;
    }

    /** As above. */
    long pushesOutFrom() {
        return pushesOutFrom;
    }

    private long averageBytes() {
        return work().state().ages.bytes() / Math.max(1, work().state().counters.unsettled());
    }

    /** Messages here that no consumer has. */
    private long depth() {
        return work().state().waiting() + scheduled();
    }

    private long bytes() {
        DeliveryState state = work().state();
        long waiting = state.ages.bytes() - state.leasedBytes - bytesLeaving;
        return Math.max(0, waiting) + scheduledBytes();
    }

    /** Whether it holds more than it may. */
    boolean isOver() {
        DepthLimit limit = settings().depth();
        return (limit.maxDepth().isPresent() && depth() > limit.maxDepth().getAsLong())
                || (limit.maxBytes().isPresent() && bytes() > limit.maxBytes().getAsLong());
    }

    /** Whether one more message of this size fits once all is pushed out that can be. */
    boolean fitsBesideScheduled(int size) {
        DepthLimit limit = settings().depth();
        return scheduled() + messagesComingLater < limit.maxDepth().orElse(Long.MAX_VALUE)
                && scheduledBytes() + size <= limit.maxBytes().orElse(Long.MAX_VALUE);
    }

    /** The refusal for one more message of this size beside those that come, or null. */
    Refusal.@Nullable QueueFull full(int size) {
        DepthLimit limit = settings().depth();
        if (limit.maxDepth().isPresent()
                && depth() + messagesComing >= limit.maxDepth().getAsLong()) {
            return new Refusal.QueueFull(name(), "messages", limit.maxDepth().getAsLong());
        }
        if (limit.maxBytes().isPresent()
                && bytes() + bytesComing + size > limit.maxBytes().getAsLong()) {
            return new Refusal.QueueFull(name(), "bytes", limit.maxBytes().getAsLong());
        }
        return null;
    }

    private long scheduled() {
        return partition.hasLater() ? partition.later().state().messages : 0;
    }

    private long scheduledBytes() {
        return partition.hasLater() ? partition.later().bytes() : 0;
    }
}
