package dev.forebay.httpapi;

import dev.forebay.engine.DepthLimit;
import dev.forebay.engine.EngineClock;
import dev.forebay.engine.Lane;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.QueueStats;
import dev.forebay.httpapi.alerts.AlertBook;
import dev.forebay.httpapi.alerts.AlertCodec;
import dev.forebay.httpapi.alerts.QueueSight;
import dev.forebay.httpapi.alerts.QueueSight.Readers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows the book of alerts what is seen, and keeps it over restarts. On the lane. */
final class AlertWatch {
    private static final Logger LOG = LoggerFactory.getLogger(AlertWatch.class);

    /** Looks between two at the disk, and between two times that it is kept. */
    private static final int RARELY = 10;

    private final AlertBook book;
    private final Keepsake keepsake;
    private final ServerView server;
    private final Lane lane;
    private final EngineClock clock;
    private long keptVersion;
    private int looks;

    AlertWatch(AlertBook book, Keepsake keepsake, ServerView server, Lane lane, EngineClock clock) {
        this.book = book;
        this.keepsake = keepsake;
        this.server = server;
        this.lane = lane;
        this.clock = clock;
    }

    AlertBook book() {
        return book;
    }

    /** Brings back what was kept, then goes on. */
    void recall(Runnable then) {
        keepsake.recall(saved ->
                lane.execute(() -> {
                    restore(saved);
                    then.run();
                }));
    }

    private void restore(Optional<ByteBuffer> saved) {
        try {
            saved.ifPresent(bytes -> AlertCodec.restore(book, bytes));
        } catch (IllegalArgumentException foreign) {
            LOG.atWarn()
                    .addKeyValue("reason", foreign.getMessage())
                    .log("the alerts that were kept are not readable and begun anew");
        }
    }

    void begin() {
        book.begin(clock.now(), clock.wall());
        if (looks % RARELY == 0) {
            book.see(server.storage());
        }
    }

    /**
     * Sees a queue that has something to show.
     *
     * @param newDeadLetters since the look before
     * @param readers who takes messages out
     */
    void see(
            QueueInfo queue,
            QueueStats stats,
            Standing standing,
            long newDeadLetters,
            Readers readers) {
        QueueSettings settings = queue.settings();
        boolean refuses = settings.depth().whenFull() == DepthLimit.WhenFull.REFUSE;
        book.see(
                new QueueSight(
                        queue.name(),
                        stats.ready(),
                        stats.ready() + stats.delayed(),
                        stats.bytes(),
                        standing.figures().oldestAgeMillis(),
                        standing.ageObjectiveMillis(),
                        newDeadLetters,
                        readers,
                        refuses ? settings.maxDepth() : OptionalLong.empty(),
                        refuses ? settings.maxBytes() : OptionalLong.empty()));
    }

    void end(Set<String> queues) {
        book.end(queues);
        if (looks % RARELY == 0) {
            keepIfChanged(() -> {});
        }
        looks++;
    }

    /** Keeps it as it is now. */
    void keepIfChanged(Runnable then) {
        if (book.version() == keptVersion) {
            then.run();
        } else {
            keptVersion = book.version();
            keepsake.keep(List.of(AlertCodec.save(book)), then);
        }
    }
}
