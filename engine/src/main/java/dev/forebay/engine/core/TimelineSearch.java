package dev.forebay.engine.core;

import dev.forebay.engine.Caller;
import dev.forebay.engine.CommittedBatch;
import dev.forebay.engine.HistoryEntry;
import dev.forebay.engine.MessageHistory;
import dev.forebay.engine.MessageId;
import dev.forebay.engine.MessagePlace;
import dev.forebay.engine.Reply;
import dev.forebay.engine.Timeline;
import dev.forebay.engine.TimelineEvent;
import dev.forebay.log.LogFailure;
import dev.forebay.log.LogStream;
import dev.forebay.log.record.RecordBatchReader;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what happened to a message. Its id tells where it was first; the journal from its append
 * there on tells the rest. Where it went on, its copy is found by its id and the time of the move,
 * and the journal is gone through again for the copy's place.
 */
final class TimelineSearch extends BackgroundSearch {
    private static final int MOST_EVENTS = 10_000;
    private static final int MOST_STAYS = 64;

    private final MessageId id;
    private final Reply<Timeline> reply;
    private final LogStream journal;
    private final List<Trail.Told> told = new ArrayList<>();
    private final ArrayDeque<Trail.Departure> departures = new ArrayDeque<>();
    private final StoredMessage stored = new StoredMessage();

    /** Where it is known to have been: it may come back to a queue within one instant. */
    private final Set<MessagePlace> places = new HashSet<>();

    /** The batch that it was sent in, where that is still there. */
    private Optional<CommittedBatch> origin = Optional.empty();

    private Timeline.Coverage coverage = Timeline.Coverage.WHOLE;
    private int stays;
    private long batchTime;

    TimelineSearch(Core core, MessageId id, Reply<Timeline> reply) {
        super(core);
        this.id = id;
        this.reply = reply;
        this.journal = core.journal.stream();
    }

    @Override
    protected Reply<Timeline> reply() {
        return reply;
    }

    @Override
    protected void damaged(long from, long to) {
        coverage = Timeline.Coverage.PARTS_GONE;
    }

    @Override
    protected void first() {
        int queueId = (int) (id.high() >>> Integer.SIZE);
        Optional<LaterPlace> scheduled = LaterPlace.of(queueId, id);
        QueueState queue = core.catalog.queue(queueId);
        if (scheduled.isPresent()) {
            if (queue == null) {
                answer();
            } else {
                queue.partition().whenLoaded(() -> lookAmongWaiting(queue, scheduled.get()));
            }
            return;
        }
        boolean possible = (int) id.high() == 0 && id.low() >= 0;
        if (!possible || queueId <= 0 || queueId >= core.catalog.nextId()) {
            answer();
            return;
        }
        if (queue == null) {
            follow(Stay.gone(queueId, "", id.low()));
            return;
        }
        if (queue.isVolatile()) {
            coverage = Timeline.Coverage.PARTS_GONE;
        }
        LogStream stream = queue.partition().stream();
        if (id.low() >= stream.endOffset()) {
            answer();
        } else if (id.low() < stream.startOffset()) {
            follow(Stay.gone(queueId, queue.name(), id.low()));
        } else {
            stream.read(id.low(), 1, new OriginRead(queue));
        }
    }

    /** A message that was scheduled may not be due yet. */
    private void lookAmongWaiting(QueueState queue, LaterPlace place) {
        Partition partition = queue.partition();
        if (isOver()) {
            return;
        }
        if (partition.broken() != null || !partition.hasLater()) {
            firstDue(queue, place);
            return;
        }
        Later later = partition.later();
        later.steps()
                .ask(() ->
                        new LaterFind(
                                        core,
                                        later,
                                        place,
                                        found -> {
                                            lookedAmongWaiting(queue, place, found);
                                            later.steps().done();
                                        })
                                .start());
    }

    private void lookedAmongWaiting(
            QueueState queue, LaterPlace place, LaterFind.@Nullable Found found) {
        if (isOver()) {
            return;
        }
        if (found == null) {
            firstDue(queue, place);
            return;
        }
        tellFirst(
                new TimelineEvent.Accepted(
                        found.message().sentAt(),
                        ScheduledTale.place(queue),
                        found.sender(),
                        place.due(),
                        Optional.of(found.commit())));
        answer();
    }

    /** It came to its partition when it was due, or soon after. */
    private void firstDue(QueueState queue, LaterPlace place) {
        LogStream stream = queue.partition().stream();
        scanMessages(
                queue.partition(),
                stream.offsetAt(place.due()),
                Long.MAX_VALUE,
                record -> lookForDue(queue, place, record),
                next -> next,
                () -> lookForEnd(queue, place));
    }

    /** It is neither there nor here: it may have ended before it was due. */
    private void lookForEnd(QueueState queue, LaterPlace place) {
        ScheduledTale tale = new ScheduledTale(queue, place);
        scanJournal(
                journal.startOffset(),
                tale::record,
                () -> {
                    tale.told().forEach(this::tellFirst);
                    if (!tale.isWhole()) {
                        coverage = Timeline.Coverage.PARTS_GONE;
                    }
                    answer();
                });
    }

    /** What comes before everything that the journal tells of a stay. */
    private void tellFirst(TimelineEvent event) {
        told.add(new Trail.Told(-1, event));
    }

    private void lookForDue(QueueState queue, LaterPlace place, RecordBatchReader record) {
        stored.readHeaders(record);
        batchTime = stored.time() > 0 ? stored.time() : batchTime;
        if (place.equals(stored.place()) && !stored.moved()) {
            Stay stay =
                    new Stay(
                            queue.id(),
                            queue.name(),
                            record.offset(),
                            batchTime,
                            record.timestamp(),
                            Callers.NOBODY);
            tellFirst(
                    new TimelineEvent.Accepted(
                            stored.sentAt(),
                            ScheduledTale.place(queue),
                            stored.sender(),
                            place.due(),
                            Optional.empty()));
            tellFirst(new TimelineEvent.Due(stay.wall(), stay.place(), commit(queue, record)));
            leave(() -> follow(stay));
        }
    }

    private static Optional<CommittedBatch> commit(QueueState queue, RecordBatchReader reader) {
        return Optional.of(Stay.commit(queue.partition().stream(), reader));
    }

    /** The batch in which the message was sent. */
    private final class OriginRead extends OneRead {
        private final QueueState queue;

        OriginRead(QueueState queue) {
            super(core);
            this.queue = queue;
        }

        @Override
        protected void read(ByteBuffer batch) {
            if (isOver()) {
                return;
            }
            RecordBatchReader reader = new RecordBatchReader();
            reader.reset(batch);
            long time = 0;
            long sender = Callers.NOBODY;
            while (reader.next() && reader.offset() <= id.low()) {
                stored.readHeaders(reader);
                time = stored.time() > 0 ? stored.time() : time;
                sender = stored.from() == StoredMessage.AS_BEFORE ? sender : stored.from();
                if (reader.offset() == id.low()) {
                    origin = commit(queue, reader);
                    accepted(
                            new Stay(
                                    queue.id(),
                                    queue.name(),
                                    id.low(),
                                    time,
                                    reader.timestamp(),
                                    sender));
                    return;
                }
            }
            follow(Stay.gone(queue.id(), queue.name(), id.low()));
        }

        @Override
        protected void notRead(LogFailure why) {
            if (!isOver()) {
                follow(Stay.gone(queue.id(), queue.name(), id.low()));
            }
        }
    }

    private void accepted(Stay stay) {
        if (stored.moved()) {
            // What is here is a copy of another message: this was never anybody's first place.
            answer();
        } else {
            follow(stay);
        }
    }

    private void follow(Stay stay) {
        long from =
                stay.isKnown()
                        ? journal.offsetAt(Callers.minuteOf(stay.time()))
                        : journal.startOffset();
        boolean first = stays++ == 0;
        places.add(stay.place());
        Trail trail = new Trail(core, stay, from <= journal.startOffset());
        scanJournal(from, record -> take(trail, record), () -> followed(trail, first));
    }

    private void take(Trail trail, RecordBatchReader record) {
        trail.record(record);
        if (told.size() + trail.told().size() > MOST_EVENTS) {
            leave(() -> {
                coverage = Timeline.Coverage.END_LEFT_OUT;
                told.addAll(trail.told());
                answer();
            });
        }
    }

    private void followed(Trail trail, boolean first) {
        Stay stay = trail.stay();
        if (first && origin.isPresent()) {
            tellFirst(
                    new TimelineEvent.Accepted(
                            stay.wall(), stay.place(), trail.sender(), 0, origin));
        }
        if (first && (!stay.isKnown() || trail.isTrimmed())) {
            coverage = Timeline.Coverage.PARTS_GONE;
        }
        told.addAll(trail.told());
        departures.addAll(trail.departures());
        nextStay();
    }

    private void nextStay() {
        Trail.Departure departure = departures.pollFirst();
        if (departure == null) {
            answer();
            return;
        }
        QueueState target = core.catalog.queue(departure.queueId());
        if (target == null && !departure.isMove()) {
            nextStay();
        } else if (target == null) {
            coverage = Timeline.Coverage.PARTS_GONE;
            nextStay();
        } else if (stays == MOST_STAYS) {
            coverage = Timeline.Coverage.END_LEFT_OUT;
            answer();
        } else {
            LogStream stream = target.partition().stream();
            batchTime = 0;
            scanMessages(
                    target.partition(),
                    stream.offsetAt(departure.wall()),
                    Long.MAX_VALUE,
                    record -> look(target, departure, record),
                    next -> next,
                    () -> notFound(departure));
        }
    }

    /** Looks whether the record is the message that left elsewhere at that time. */
    private void look(QueueState target, Trail.Departure departure, RecordBatchReader record) {
        stored.readHeaders(record);
        batchTime = stored.time() > 0 ? stored.time() : batchTime;
        if (batchTime > departure.time()) {
            leave(() -> notFound(departure));
        } else if (batchTime == departure.time()
                && stored.moved()
                && !places.contains(new MessagePlace(target.name(), 0, record.offset()))
                && stored.id(target.id(), record.offset()).equals(id)) {
            Stay stay =
                    new Stay(
                            target.id(),
                            target.name(),
                            record.offset(),
                            batchTime,
                            departure.wall(),
                            Callers.NOBODY);
            CommittedBatch commit = Stay.commit(target.partition().stream(), record);
            told.add(
                    new Trail.Told(
                            departure.place(),
                            departure.isMove()
                                    ? arrived(departure, stay, record, commit)
                                    : copied(departure, stay, commit)));
            leave(() -> follow(stay));
        }
    }

    private static TimelineEvent arrived(
            Trail.Departure departure, Stay stay, RecordBatchReader record, CommittedBatch commit) {
        List<HistoryEntry> moves = MessageHistory.of(record.headers()).entries();
        Optional<HistoryEntry> move =
                moves.isEmpty() ? Optional.empty() : Optional.of(moves.getLast());
        boolean redriven = move.isPresent() && move.get() instanceof HistoryEntry.Redriven;
        Optional<Caller> by = redriven ? departure.by() : Optional.empty();
        return new TimelineEvent.Arrived(stay.wall(), stay.place(), by, move, commit);
    }

    private static TimelineEvent copied(
            Trail.Departure departure, Stay stay, CommittedBatch commit) {
        return new TimelineEvent.Copied(
                stay.wall(),
                stay.place(),
                Optional.empty(),
                departure.source(),
                departure.replay(),
                commit);
    }

    /** What moved was let go of since; of what a replay copied it may not have been a part. */
    private void notFound(Trail.Departure departure) {
        if (departure.isMove()) {
            coverage = Timeline.Coverage.PARTS_GONE;
        }
        nextStay();
    }

    private void answer() {
        told.sort(Comparator.comparingLong(Trail.Told::place));
        List<TimelineEvent> events =
                told.stream().map(Trail.Told::event).limit(MOST_EVENTS).toList();
        finish();
        reply.ok(new Timeline(id, events, coverage));
    }
}
