package dev.forebay.engine.core;

import dev.forebay.engine.Browse;
import dev.forebay.engine.BrowsePage;
import dev.forebay.engine.BrowsedMessage;
import dev.forebay.engine.FailedAttempt;
import dev.forebay.engine.LargeBodies;
import dev.forebay.engine.Message;
import dev.forebay.engine.MessagePlace;
import dev.forebay.engine.MessageState;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.engine.filter.FilterMatcher;
import dev.forebay.log.LogFailure;
import dev.forebay.log.LogStream;
import dev.forebay.log.record.Header;
import dev.forebay.log.record.RecordBatchReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Fills one page: looks through the messages, then, where settled ones are among those that may be
 * meant, through the journal for how they ended.
 */
final class BrowseSearch extends BackgroundSearch {
    private static final Set<MessageState> UNSETTLED =
            EnumSet.of(MessageState.READY, MessageState.DELAYED, MessageState.LEASED);
    private static final long MOST_LOOKED = 200_000;
    private static final long MOST_BYTES = 4 << 20;

    private final String name;
    private final Browse browse;
    private final Reply<BrowsePage> reply;
    private final FilterMatcher matcher;
    private boolean settledMeant;
    private final StoredMessage stored = new StoredMessage();
    private final List<Candidate> candidates = new ArrayList<>();
    private OptionalLong next = OptionalLong.empty();
    private long looked;
    private long bytes;
    private long batchTime;

    /** When the first message was appended of which the journal tells something that is wanted. */
    private long firstTime = -1;

    BrowseSearch(Core core, String name, Browse browse, Reply<BrowsePage> reply) {
        super(core);
        this.name = name;
        this.browse = browse;
        this.reply = reply;
        this.matcher = FilterMatcher.of(browse.filter());
        this.settledMeant = !UNSETTLED.containsAll(browse.states());
    }

    /**
     * A message that may be meant.
     *
     * @param ends how it must have ended to be meant; empty when it is not settled, and meant
     */
    private record Candidate(BrowsedMessage message, Set<MessageState> ends) {
        BrowsedMessage as(MessageState state, int attempts, List<FailedAttempt> failures) {
            return new BrowsedMessage(
                    message.id(),
                    message.place(),
                    state,
                    message.message(),
                    message.bodyBytes(),
                    message.sentAt(),
                    message.attempts() > 0 ? message.attempts() : attempts,
                    message.lease(),
                    failures);
        }

        long offset() {
            return message.place().offset();
        }
    }

    @Override
    protected Reply<BrowsePage> reply() {
        return reply;
    }

    /** Nobody can be shown it; the store has reported it. */
    @Override
    protected void damaged(long from, long to) {
        looked += to - from;
    }

    @Override
    protected void first() {
        usable(name, this::begin);
    }

    private void begin(Partition partition) {
        Subscription viewer = partition.queue().subscription(browse.subscription());
        if (viewer == null) {
            refuse(new Refusal.NoSuchSubscription(name, browse.subscription()));
            return;
        }
        // How messages of a volatile queue ended is told nowhere, and they go as they are settled.
        settledMeant &= !partition.queue().isVolatile();
        long first = viewer.origin();
        long end = viewer.state().end;
        for (Subscription pass : viewer.receiving().passes()) {
            first = Math.min(first, pass.origin());
            end = Math.max(end, pass.state().end);
        }
        long wanted = Math.max(first, Readership.offset(partition, browse.from()));
        long from = following(viewer, wanted);
        long to = Math.min(Readership.offset(partition, browse.to()), end);
        if (from >= to) {
            resolve(viewer);
        } else {
            partition.stream().read(from, 1, new FirstBatch(viewer, from, to));
        }
    }

    /** The batch in which the look begins, perhaps behind the record that tells its time. */
    private final class FirstBatch extends OneRead {
        private final Subscription viewer;
        private final long from;
        private final long to;

        FirstBatch(Subscription viewer, long from, long to) {
            super(core);
            this.viewer = viewer;
            this.from = from;
            this.to = to;
        }

        @Override
        protected void read(ByteBuffer batch) {
            RecordBatchReader reader = new RecordBatchReader();
            reader.reset(batch);
            if (reader.next()) {
                stored.readHeaders(reader);
                batchTime = stored.time();
            }
            if (!isOver()) {
                look(viewer, from, to);
            }
        }

        @Override
        protected void notRead(LogFailure why) {
            if (viewer.partition().quarantine().takes(why, from)) {
                if (!isOver()) {
                    look(viewer, from, to);
                }
            } else {
                refuse(core.gate.refusal(why));
            }
        }
    }

    private void look(Subscription viewer, long from, long to) {
        ScannedMessage scanned = new ScannedMessage(core, viewer);
        scanMessages(
                viewer.partition(),
                from,
                to,
                record -> take(viewer, scanned, record),
                position -> following(viewer, position),
                () -> resolve(viewer));
    }

    /** The next offset that is worth a look. */
    private long following(Subscription viewer, long offset) {
        if (settledMeant) {
            return offset;
        }
        long next = nextOwed(viewer.state(), offset);
        for (Subscription pass : viewer.receiving().passes()) {
            next = Math.min(next, nextOwed(pass.state(), offset));
        }
        return next;
    }

    private static long nextOwed(DeliveryState state, long offset) {
        return state.settled.nextAbsent(Math.max(offset, state.low));
    }

    private void take(Subscription viewer, ScannedMessage scanned, RecordBatchReader record) {
        looked++;
        stored.read(record);
        batchTime = stored.time() > 0 ? stored.time() : batchTime;
        scanned.of(record.offset(), stored);
        if (scanned.isRepeated() || viewer.takes(record.offset(), stored)) {
            consider(scanned, record);
        }
        if (candidates.size() >= browse.most() || bytes > MOST_BYTES || looked >= MOST_LOOKED) {
            next = OptionalLong.of(record.offset() + 1);
            leave(() -> resolve(viewer));
        }
    }

    private void consider(ScannedMessage scanned, RecordBatchReader record) {
        if (scanned.isSettled()) {
            Set<MessageState> ends = settledMeant ? ends(scanned) : Set.of();
            if (!ends.isEmpty()) {
                keep(scanned, record, ends);
            }
        } else if (browse.states().contains(scanned.state())
                && matcher.matches(scanned, core.wall())) {
            keep(scanned, record, Set.of());
        }
    }

    /** The ends with which a settled message would be meant. */
    private Set<MessageState> ends(ScannedMessage scanned) {
        Set<MessageState> ends = EnumSet.noneOf(MessageState.class);
        for (MessageState end : browse.states()) {
            if (!UNSETTLED.contains(end) && matcher.matches(scanned.as(end), core.wall())) {
                ends.add(end);
            }
        }
        return ends;
    }

    private void keep(ScannedMessage scanned, RecordBatchReader record, Set<MessageState> ends) {
        if (firstTime < 0 && (!ends.isEmpty() || tellsFailures())) {
            firstTime = batchTime;
        }
        Message message = copy(stored.message());
        ByteBuffer key = message.key();
        bytes += EngineHeaders.size(message) + (key == null ? 0 : key.remaining());
        candidates.add(
                new Candidate(
                        new BrowsedMessage(
                                scanned.id(),
                                new MessagePlace(name, 0, record.offset()),
                                scanned.state(),
                                message,
                                record.valueBytes(),
                                scanned.sentAt(),
                                scanned.attempts(),
                                scanned.lease(),
                                List.of()),
                        ends));
    }

    /** So that a page does not hold on to all that was read for it. */
    private Message copy(Message message) {
        List<Header> headers = new ArrayList<>(message.headers().size());
        message.headers().forEach(each -> headers.add(new Header(each.name(), copy(each.value()))));
        ByteBuffer key = message.key();
        boolean told =
                browse.bodies() == Browse.Bodies.WITH
                        && message.body().remaining() <= LargeBodies.MOST_AS_TEXT;
        ByteBuffer body = told ? copy(message.body()) : ByteBuffer.allocate(0);
        return new Message(key == null ? null : copy(key), headers, body);
    }

    private static ByteBuffer copy(ByteBuffer bytes) {
        return ByteBuffer.allocate(bytes.remaining()).put(bytes.duplicate()).flip();
    }

    private void resolve(Subscription viewer) {
        Fates fates = new Fates(viewer);
        FailureTale failures = new FailureTale(viewer);
        for (Candidate candidate : candidates) {
            if (!candidate.ends().isEmpty()) {
                fates.want(candidate.offset());
            }
            if (tellsFailures()) {
                failures.want(candidate.offset());
            }
        }
        if (candidates.isEmpty() || (fates.wantsNone() && !tellsFailures())) {
            answer(fates, failures);
            return;
        }
        LogStream journal = core.journal.stream();
        scanJournal(
                journal.offsetAt(firstTime),
                record -> {
                    fates.record(record);
                    if (tellsFailures()) {
                        failures.record(record);
                    } else if (fates.wantsNone()) {
                        leave(() -> answer(fates, failures));
                    }
                },
                () -> answer(fates, failures));
    }

    private boolean tellsFailures() {
        return browse.failures() == Browse.Failures.WITH;
    }

    private void answer(Fates fates, FailureTale failures) {
        List<BrowsedMessage> messages = new ArrayList<>();
        for (Candidate candidate : candidates) {
            long offset = candidate.offset();
            boolean settled = !candidate.ends().isEmpty();
            MessageState state = settled ? fates.stateOf(offset) : candidate.message().state();
            if (!settled || candidate.ends().contains(state)) {
                int attempts = settled ? fates.attemptsOf(offset) : 0;
                messages.add(candidate.as(state, attempts, failures.of(offset)));
            }
        }
        finish();
        reply.ok(new BrowsePage(messages, next, looked));
    }
}
