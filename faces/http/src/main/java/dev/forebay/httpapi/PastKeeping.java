package dev.forebay.httpapi;

import dev.forebay.engine.EngineClock;
import dev.forebay.engine.Lane;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the past over restarts: as a whole, every five minutes and at a stop, so that a crash costs
 * five minutes of figures at most. On the lane, which is held up for one queue's history at a time.
 */
final class PastKeeping {
    private static final Logger LOG = LoggerFactory.getLogger(PastKeeping.class);

    private final Past past;
    private final Keepsake keepsake;
    private final Lane lane;
    private final EngineClock clock;
    private long kept;
    private boolean recalled;

    PastKeeping(Past past, Keepsake keepsake, Lane lane, EngineClock clock) {
        this.past = past;
        this.keepsake = keepsake;
        this.lane = lane;
        this.clock = clock;
    }

    /** Brings back what was kept, then goes on. */
    void recall(Runnable then) {
        kept = Step.FIVE_MINUTES.slot(clock.wall());
        keepsake.recall(saved ->
                lane.execute(() -> {
                    restore(saved);
                    recalled = true;
                    then.run();
                }));
    }

    private void restore(Optional<ByteBuffer> saved) {
        try {
            saved.ifPresent(bytes -> past.restore(bytes, clock.wall()));
        } catch (IllegalArgumentException foreign) {
            LOG.atWarn()
                    .addKeyValue("reason", foreign.getMessage())
                    .log("the history that was kept is not readable and begun anew");
        }
    }

    /** Keeps it, if it is time to. */
    void seen(Sampling.Look look) {
        long now = Step.FIVE_MINUTES.slot(look.wall());
        if (now != kept) {
            kept = now;
            keep(() -> {});
        }
    }

    /** Keeps it as it is now, but nothing in place of what was not read yet. */
    void keep(Runnable then) {
        if (recalled) {
            gather(past.pieces(), new ArrayList<>(), then);
        } else {
            then.run();
        }
    }

    private void gather(
            Iterator<Supplier<ByteBuffer>> left, List<ByteBuffer> pieces, Runnable then) {
        if (left.hasNext()) {
            pieces.add(left.next().get());
            lane.goOn(() -> gather(left, pieces, then));
        } else {
            keepsake.keep(pieces, then);
        }
    }
}
