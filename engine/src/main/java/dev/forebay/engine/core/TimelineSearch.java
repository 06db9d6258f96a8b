package dev.forebay.engine.core;

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
        if (scheduled.isPresent()) {
            firstDue(core.catalog.queue(queueId), scheduled.get());
            return;
        }
        boolean possible = (int) id.high() == 0 && id.low() >= 0;
        if (!possible || queueId <= 0 || queueId >= core.catalog.nextId()) {
            answer();
            return;
        }
        QueueState queue = core.catalog.queue(queueId);
        if (queue == null) {
            follow(new Stay(queueId, "", id.low(), Stay.UNKNOWN, 0, Callers.NOBODY));
            return;
        }
        LogStream stream = queue.partition().stream();
        if (id.low() >= stream.endOffset()) {
            answer();
        } else if (id.low() < stream.startOffset()) {
            follow(gone(queue));
        } else {
            stream.read(id.low(), 1, new OriginRead(queue));
        }
    }

    /** A message that was scheduled came to its partition when it was due, or soon after. */
    private void firstDue(@Nullable QueueState queue, LaterPlace place) {
        if (queue == null) {
            answer();
            return;
        }
        LogStream stream = queue.partition().stream();
        scanMessages(
                queue.partition(),
                stream.offsetAt(place.due()),
                Long.MAX_VALUE,
                record -> lookForDue(queue, place, record),
                next -> next,
                this::answer);
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
                            stored.sentAt(),
                            Callers.NOBODY);
            leave(() -> follow(stay));
        }
    }

    private Stay gone(QueueState queue) {
        return new Stay(queue.id(), queue.name(), id.low(), Stay.UNKNOWN, 0, Callers.NOBODY);
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
            follow(gone(queue));
        }

        @Override
        protected void notRead(LogFailure why) {
            if (!isOver()) {
                follow(gone(queue));
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
        if (first && stay.isKnown()) {
            told.add(
                    new Trail.Told(
                            -1,
                            new TimelineEvent.Accepted(stay.wall(), stay.place(), trail.sender())));
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
        if (target == null) {
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
                    this::notFound);
        }
    }

    /** Looks whether the record is the message that left elsewhere at that time. */
    private void look(QueueState target, Trail.Departure departure, RecordBatchReader record) {
        stored.readHeaders(record);
        batchTime = stored.time() > 0 ? stored.time() : batchTime;
        if (batchTime > departure.time()) {
            leave(this::notFound);
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
            told.add(
                    new Trail.Told(
                            departure.place(),
                            new TimelineEvent.Arrived(
                                    stay.wall(), stay.place(), Optional.empty())));
            leave(() -> follow(stay));
        }
    }

    /** The copy was let go of since. */
    private void notFound() {
        coverage = Timeline.Coverage.PARTS_GONE;
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
