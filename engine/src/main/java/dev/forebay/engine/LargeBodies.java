package dev.forebay.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Messages that are too large for a face which writes them as text, several times over in memory.
 * Who receives there is not given them; they step back for a while, so that what is behind them in
 * the queue comes, and wait for somebody who takes them as they are. Meanwhile they count as
 * delayed.
 */
public final class LargeBodies {
    /** In bytes: larger bodies are not written as text. */
    public static final int MOST_AS_TEXT = 16 << 20;

    private static final long STEP_BACK_MILLIS = Duration.ofSeconds(30).toMillis();

    private LargeBodies() {}

    /** Whether the message can be written as text. */
    private static boolean fits(Delivery delivery) {
        return delivery.message().body().remaining() <= MOST_AS_TEXT;
    }

    /**
     * Those that can be written as text.
     *
     * @param others takes how the others step back, when there are any
     */
    public static List<Delivery> fitting(
            List<Delivery> deliveries, Consumer<List<Settlement>> others) {
        List<Settlement> back =
                deliveries.stream()
                        .filter(delivery -> !fits(delivery))
                        .map(LargeBodies::stepBack)
                        .toList();
        if (back.isEmpty()) {
            return deliveries;
        }
        others.accept(back);
        List<Delivery> fitting = new ArrayList<>(deliveries);
        fitting.removeIf(delivery -> !fits(delivery));
        return fitting;
    }

    /** Ends the lease for a while, which was no attempt. */
    private static Settlement stepBack(Delivery delivery) {
        return new Settlement.Release(
                delivery.lease(), STEP_BACK_MILLIS, Settlement.Attempt.UNCOUNTED, "");
    }
}
