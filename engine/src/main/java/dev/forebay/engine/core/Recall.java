package dev.forebay.engine.core;

import dev.forebay.engine.struct.AttemptEntry;
import dev.forebay.engine.struct.AttemptPage;
import dev.forebay.engine.struct.Attempts;
import dev.forebay.log.LogFailure;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings back what was spilled of one subscription's messages, before anybody asks for it. */
final class Recall {
    private static final Logger LOG = LoggerFactory.getLogger(Recall.class);

    private final Core core;
    private final Subscription subscription;
    private final Tried tried;

    /** Messages to be leased whose pages are being read. */
    private final Set<Long> fetched = new HashSet<>();

    Recall(Core core, Subscription subscription) {
        this.core = core;
        this.subscription = subscription;
        this.tried = subscription.state().tried;
    }

    /** Whether something is being read that a receive waits for. */
    boolean isReading() {
        return !fetched.isEmpty();
    }

    /**
     * Whether the heap holds all that is known of the message. If not it is being read, and the
     * subscription is told when it is there.
     */
    boolean fetch(long offset) {
        if (!tried.isSpilled(offset)) {
            return true;
        }
        if (fetched.add(offset)) {
            new Fetch(offset).begin();
        }
        return !tried.isSpilled(offset);
    }

    /** Brings back all that is needed of the page at this place, and then runs the task. */
    void all(long place, Runnable task) {
        core.attempts.stream().read(place, new Whole(place, task));
    }

    private void take(AttemptEntry entry) {
        JournalWriter.recall(core.journal.entry(subscription), entry);
        subscription.state().recall(entry);
    }

    /** Takes of a page what is still to be looked for there. */
    private void take(long place, AttemptEntry entry) {
        if (tried.isSpilled(entry.offset()) && tried.place(entry.offset()) == place) {
            take(entry);
        }
    }

    /** What is known elsewhere has to do: how often the message was leased, and perhaps when. */
    private void doWithout(long place, long offset, LogFailure why) {
        if (!tried.isSpilled(offset) || tried.place(offset) != place) {
            return;
        }
        LOG.error(
                "What was known of message {} of queue \"{}\" is at {} of {} and cannot be read: {}."
                        + " When it was leased first and why it failed is forgotten",
                offset,
                subscription.queue().name(),
                place,
                Streams.ATTEMPTS,
                why);
        long marked = tried.marked(offset);
        take(
                new AttemptEntry(
                        offset,
                        tried.count(offset),
                        marked == 0 ? core.wall() : marked,
                        Attempts.UNKNOWN,
                        List.of()));
    }

    /** Reads what is known of a message that is to be leased. */
    private final class Fetch implements SpillStream.Reading {
        private final long offset;
        private final long place;
        private boolean isAwaited;

        Fetch(long offset) {
            this.offset = offset;
            this.place = tried.place(offset);
        }

        void begin() {
            core.attempts.stream().read(place, this);
            isAwaited = true;
        }

        @Override
        public void read(ByteBuffer page) {
            AttemptEntry entry = AttemptPage.find(page, offset);
            if (entry != null && !subscription.isGone()) {
                take(place, entry);
            }
            end();
        }

        @Override
        public void notRead(LogFailure why) {
            boolean over = why instanceof LogFailure.Closed || why instanceof LogFailure.Failed;
            if (!over && !subscription.isGone()) {
                doWithout(place, offset, why);
            }
            end();
        }

        private void end() {
            fetched.remove(offset);
            if (isAwaited) {
                subscription.readEnded();
            }
        }
    }

    /** For a page that is to go. */
    private final class Whole implements SpillStream.Reading {
        private final long place;
        private final Runnable task;

        Whole(long place, Runnable task) {
            this.place = place;
            this.task = task;
        }

        @Override
        public void read(ByteBuffer page) {
            for (int i = 0; i < AttemptPage.size(page) && !subscription.isGone(); i++) {
                take(place, AttemptPage.entry(page, i));
            }
            task.run();
        }

        @Override
        public void notRead(LogFailure why) {
            // It stays where it is; whoever needs a message of it reports that.
            task.run();
        }
    }
}
