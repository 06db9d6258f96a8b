package dev.forebay.server.amqp;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** What comes to be true after a while. */
final class Awaited {
    private static final long LOOKS = 2_000;
    private static final long LOOK_MILLIS = 10;

    private Awaited() {}

    static void until(BooleanSupplier truth) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        for (long look = 0; look < LOOKS; look++) {
            if (truth.getAsBoolean()) {
                return;
            }
            var _ = never.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
        throw new AssertionError("not so within " + LOOKS * LOOK_MILLIS + " ms");
    }
}
