package dev.forebay.cli.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.cli.ExitCode;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What is said of loads on wires made for the test. */
final class VerdictTest {
    private static final Plan PLAN = new Plan(1_000, 20, 50, 4, 1);

    /** Answers at once and keeps what was sent. */
    private static class ShortWire implements Wire {
        private final LinkedBlockingQueue<String> bodies = new LinkedBlockingQueue<>();

        @Override
        public void send(String body) throws IOException {
            bodies.add(body);
        }

        @Override
        public void consume(CountDownLatch over, Consumer<String> arrived)
                throws InterruptedException {
            while (over.getCount() > 0) {
                String body = bodies.poll(10, TimeUnit.MILLISECONDS);
                if (body != null) {
                    arrived.accept(body);
                }
            }
        }

        @Override
        public void delete() {}
    }

    private static Load load(Wire wire, Plan plan) throws InterruptedException {
        Load load = new Load(wire, plan);
        load.run(() -> {});
        return load;
    }

    @Test
    void every_message_is_measured_once_on_its_way_in_and_once_on_its_way_out() throws Exception {
        Load load = load(new ShortWire(), PLAN);
        assertThat(load.sends().count()).isEqualTo(20);
        assertThat(load.deliveries().count()).isEqualTo(20);
        assertThat(load.failed()).isZero();
    }

    @Test
    void a_rate_that_no_machine_holds_is_not_held_and_a_lower_one_advised() throws Exception {
        Plan plan = new Plan(1_000_000, 20, 50, 1, 0);
        Wire slow =
                new ShortWire() {
                    @Override
                    public void send(String body) throws IOException {
                        super.send(body);
                        for (long end = System.nanoTime() + 1_000_000; System.nanoTime() < end; ) {
                            Thread.onSpinWait();
                        }
                    }
                };
        Verdict verdict = Verdict.of(load(slow, plan), plan);
        assertThat(verdict.code()).isEqualTo(ExitCode.FAILED);
        assertThat(verdict.sentence()).startsWith("Not held: ").contains("Try --rate ");
    }

    @Test
    void a_send_that_fails_is_told_with_its_reason() throws Exception {
        Wire broken =
                new ShortWire() {
                    @Override
                    public void send(String body) throws IOException {
                        throw new IOException("no room");
                    }
                };
        Verdict verdict = Verdict.of(load(broken, PLAN), PLAN);
        assertThat(verdict.code()).isEqualTo(ExitCode.FAILED);
        assertThat(verdict.sentence()).contains("20 of 20 failed: no room");
    }
}
