package dev.forebay.engine.core;

import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.log.AppendCompletion;
import dev.forebay.log.LogFailure;
import dev.forebay.log.LogStream;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.agrona.collections.Int2ObjectHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All queues. Those that are not volatile are kept in a stream of their own: each record is one
 * queue as it is from then on.
 */
final class Catalog {
    private static final Logger LOG = LoggerFactory.getLogger(Catalog.class);

    private final Core core;
    private final CatalogWriter writer;
    private final TreeMap<String, QueueState> byName = new TreeMap<>();
    private final Int2ObjectHashMap<QueueState> byId = new Int2ObjectHashMap<>();
    private final Int2ObjectHashMap<Subscription> byOrdinal = new Int2ObjectHashMap<>();
    private int nextId = 1;
    private int nextOrdinal;

    Catalog(Core core, LogStream stream, LogStream copy) {
        this.core = core;
        this.writer = new CatalogWriter(core, this, stream, copy);
    }

    /** What holds it, equal record by record. */
    List<LogStream> streams() {
        return writer.streams();
    }

    int size() {
        return byName.size();
    }

    Optional<QueueState> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    @Nullable QueueState get(String name) {
        return byName.get(name);
    }

    /** The queue of this id, or null when it is gone. */
    @Nullable QueueState get(int id) {
        return byId.get(id);
    }

    /** Sorted by name. */
    Collection<QueueState> queues() {
        return byName.values();
    }

    /** The one a tag of journal or snapshots names, or null when it is gone. */
    @Nullable Subscription subscription(ByteBuffer tag) {
        QueueState queue = byId.get(tag.getInt(tag.position()));
        int number = tag.getInt(tag.position() + 2 * Integer.BYTES);
        return queue == null ? null : queue.partition().subscription(number);
    }

    /** The queue of this id, or null when it is gone. */
    @Nullable QueueState queue(int id) {
        return byId.get(id);
    }

    /** Runs the task once the queue's state is in memory; refuses when it cannot be had. */
    void whenUsable(String name, Reply<?> reply, Consumer<QueueState> task) {
        QueueState queue = get(name);
        if (queue == null) {
            reply.refused(new Refusal.NoSuchQueue(name));
            return;
        }
        queue.partition()
                .whenLoaded(() -> {
                    Refusal broken = queue.partition().broken();
                    if (broken == null) {
                        task.accept(queue);
                    } else {
                        reply.refused(broken);
                    }
                });
    }

    /** A name in the lane's table of leases for one more subscription. */
    int nextOrdinal() {
        return nextOrdinal++;
    }

    /** The subscription receives its share of the partition's messages from now on. */
    void attach(Subscription subscription) {
        subscription.partition().attach(subscription);
        byOrdinal.put(subscription.state().ordinal, subscription);
    }

    /** The subscription ends with all that it had leased. */
    void detach(Subscription subscription) {
        byOrdinal.remove(subscription.state().ordinal);
        core.deadLetters.forget(subscription);
        core.snapshots.drop(subscription);
        core.loader.forget(subscription);
        subscription.partition().detach(subscription);
    }

    Subscription subscription(int ordinal) {
        return byOrdinal.get(ordinal);
    }

    /** No queue has this id or a greater one. */
    int nextId() {
        return nextId;
    }

    /** An id that no queue has had, and none will have but this one. */
    int takeId() {
        return nextId++;
    }

    // --- changes

    void change(CatalogChange change) {
        writer.change(change);
    }

    boolean isIdle() {
        return writer.isIdle();
    }

    /** All that is to be known after a start. */
    void writeTo(CatalogBatch batch) {
        List<QueueState> written =
                byName.values().stream().filter(queue -> !queue.isVolatile()).toList();
        written.forEach(queue -> batch.add(new CatalogCodec.Entry.Queue(queue.info())));
        written.stream()
                .filter(QueueState::hasReaders)
                .forEach(queue -> writeReaders(queue, batch));
    }

    private static void writeReaders(QueueState queue, CatalogBatch batch) {
        Readers readers = queue.readers();
        batch.add(new CatalogCodec.Entry.NextNumber(queue.id(), readers.nextNumber()));
        readers.named()
                .forEach(each -> batch.add(new CatalogCodec.Entry.Subscribed(each.record())));
        readers.replays().forEach(each -> batch.add(new CatalogCodec.Entry.Replay(each.record())));
    }

    // --- what changes do

    QueueState add(QueueInfo info) {
        nextId = Math.max(nextId, info.id() + 1);
        QueueState queue = new QueueState(core, info, nextOrdinal++);
        byName.put(info.name(), queue);
        byId.put(info.id(), queue);
        byOrdinal.put(queue.work().state().ordinal, queue.work());
        return queue;
    }

    void remove(QueueState queue) {
        byName.remove(queue.name());
        byId.remove(queue.id());
        for (Subscription each : queue.partition().subscriptions()) {
            byOrdinal.remove(each.state().ordinal);
            each.receiving().refuseAll(new Refusal.NoSuchQueue(queue.name()));
            core.deadLetters.forget(each);
            core.snapshots.drop(each);
            core.loader.forget(each);
        }
        queue.partition().drop();
        core.readership.queueGone(queue);
        core.schedules.queueGone(queue);
        delete(queue.partition().stream());
    }

    /**
     * Behind all that is on its way, the messages of this turn included: a store does not go on
     * when something is to be appended to a stream that it deleted.
     */
    private void delete(LogStream orphan) {
        core.lane.execute(() -> core.commits.whenPast(() -> deleteNow(orphan)));
    }

    private void deleteNow(LogStream orphan) {
        core.store.delete(
                orphan.name(),
                new AppendCompletion() {
                    @Override
                    public void completed(long[] baseOffsets) {}

                    @Override
                    public void failed(LogFailure failure) {
                        LOG.warn(
                                "Stream {} of a deleted queue is still there ({}); the next start removes it",
                                orphan.name(),
                                failure);
                    }
                });
    }

    // --- recovery

    void recover(ByteBuffer record) {
        writer.found();
        switch (CatalogCodec.read(record)) {
            case CatalogCodec.Entry.Queue queue -> {
                QueueState known = byId.get(queue.info().id());
                if (known == null) {
                    add(queue.info());
                } else {
                    known.setInfo(queue.info());
                }
            }
            case CatalogCodec.Entry.Deleted deleted -> {
                QueueState known = byId.get(deleted.id());
                if (known != null) {
                    byName.remove(known.name());
                    byId.remove(known.id());
                    known.partition()
                            .subscriptions()
                            .forEach(each -> byOrdinal.remove(each.state().ordinal));
                }
            }
            case CatalogCodec.Entry.NextId next -> nextId = Math.max(nextId, next.id());
            case CatalogCodec.Entry.Subscribed subscribed ->
                    core.readership.recover(subscribed.subscription());
            case CatalogCodec.Entry.Unsubscribed gone ->
                    core.readership.recoverUnsubscribed(gone.queueId(), gone.number());
            case CatalogCodec.Entry.NextNumber next -> {
                QueueState known = byId.get(next.queueId());
                if (known != null) {
                    known.readers().numbersFrom(next.number());
                }
            }
            case CatalogCodec.Entry.Replay replay -> core.readership.recover(replay.replay());
        }
    }

    /** Removes streams whose queue is gone: a crash came between deleting the two. */
    void deleteOrphans() {
        for (LogStream each : core.store.streams()) {
            Streams.queueOf(each.name())
                    .ifPresent(id -> {
                        if (!byId.containsKey(id)) {
                            delete(each);
                        }
                    });
        }
    }

    /** Loads in the background what has changed since its snapshot, the rest when it is due. */
    void watch() {
        for (QueueState queue : byName.values()) {
            queue.partition().subscriptions().forEach(this::watch);
            if (queue.partition().hasLater()) {
                watch(queue.partition());
            }
        }
    }

    private static void watch(Partition partition) {
        if (partition.later().hasMore()) {
            partition.whenLoaded(() -> {});
        } else {
            partition.later().steps().proceed();
        }
    }

    private void watch(Subscription subscription) {
        Partition partition = subscription.partition();
        SnapshotPlace place = subscription.snapshot();
        long known = place == null ? subscription.origin() : place.head().end();
        if (subscription.hasMoreFrom(known)) {
            partition.whenLoaded(partition::arm);
        } else if (place != null && !partition.isLoaded()) {
            core.timers.at(subscription.wakeUp(), place.head().due());
        }
    }
}
