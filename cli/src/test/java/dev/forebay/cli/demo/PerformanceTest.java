package dev.forebay.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.ExitCode;
import dev.forebay.cli.demo.LoopbackServer.Misdeed;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpClient;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The judge is judged: a good server passes, and each misdeed is found out. */
final class PerformanceTest {
    private static final Script SHORT =
            new Script(
                    500,
                    100,
                    200,
                    1_000,
                    Duration.ofMillis(400),
                    Duration.ZERO,
                    Duration.ZERO,
                    Duration.ofMillis(500),
                    Duration.ofMillis(200),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(3));

    private final StringWriter text = new StringWriter();
    private final PrintWriter out = new PrintWriter(text);

    private boolean play(Misdeed misdeed) throws Exception {
        return play(misdeed, new PlainView(out));
    }

    private boolean play(Misdeed misdeed, View view) throws Exception {
        try (LoopbackServer server = new LoopbackServer(misdeed);
                HttpClient http =
                        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            boolean holds =
                    new Performance(
                                    http,
                                    server.address(),
                                    "demo-test",
                                    SHORT,
                                    new MachineTime(),
                                    Thread.ofVirtual().factory())
                            .play(view, out);
            assertThat(server.queues()).as("queues left behind").isEmpty();
            return holds;
        }
    }

    @Test
    void the_whole_story_ends_in_an_account_that_holds() throws Exception {
        assertThat(play(Misdeed.NONE)).as(text.toString()).isTrue();
        assertThat(text.toString())
                .contains("Act 1 of 6", "Act 2 of 6", "Act 3 of 6")
                .contains("Act 4 of 6", "Act 5 of 6", "Act 6 of 6")
                .contains("consumer 1 died with", "consumer 1 is back")
                .contains("failed on the poison order (receive 3)", "is in the dead-letter queue")
                .contains("the breaker opens, a probe follows in 0.1 s: the last attempts failed")
                .contains("the breaker closes, delivery goes on", "and dead-lettered 0")
                .contains("1  dead-lettered", "0  lost", "no failure", "dead-lettered for it: 0.")
                .contains("The account", "which agrees", "the account holds.");
    }

    @Test
    void a_lost_message_is_found_out() throws Exception {
        assertThat(play(Misdeed.LOSES)).isFalse();
        assertThat(text.toString()).contains("1  lost", "the account does not hold.");
    }

    @Test
    void a_refused_send_is_found_out() throws Exception {
        assertThat(play(Misdeed.REFUSES)).isFalse();
        assertThat(text.toString())
                .contains("the producer saw a send fail: SendMessage was answered 500")
                .contains("The producer saw 1 failure;", "the account does not hold.");
    }

    @Test
    void a_message_stored_twice_is_found_out() throws Exception {
        assertThat(play(Misdeed.DOUBLES)).isFalse();
        assertThat(text.toString()).contains("settled more than once: 1", "does not agree");
    }

    @Test
    void an_order_that_the_outage_dead_letters_is_found_out() throws Exception {
        assertThat(play(Misdeed.BURIES)).isFalse();
        assertThat(text.toString())
                .contains("0  lost", "The outage failed work on", "the account does not hold.")
                .doesNotContain("dead-lettered for it: 0.");
    }

    @Test
    void an_interrupt_gives_the_account_so_far_and_cleans_up() throws Exception {
        assertThat(play(Misdeed.NONE, new Impatient())).isFalse();
        assertThat(text.toString())
                .contains(
                        "Stopped. The account so far", "still in the pool", "0  lost", "none lost");
    }

    @Test
    void a_server_that_goes_away_ends_the_story_with_the_account_so_far() throws Exception {
        Script patient =
                new Script(
                        50,
                        10,
                        20,
                        100,
                        Duration.ofSeconds(1),
                        Duration.ZERO,
                        Duration.ZERO,
                        Duration.ZERO,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        Duration.ofMinutes(5));
        try (LoopbackServer server = new LoopbackServer(Misdeed.NONE);
                HttpClient http =
                        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            Performance performance =
                    new Performance(
                            http,
                            server.address(),
                            "demo-test",
                            patient,
                            new HurriedTime(),
                            Thread.ofVirtual().factory());

            assertThatThrownBy(() -> performance.play(new Unplugging(server, out), out))
                    .isInstanceOfSatisfying(
                            CommandFailed.class,
                            failed -> assertThat(failed.code()).isEqualTo(ExitCode.UNREACHABLE));
        }
        assertThat(text.toString())
                .contains("no figures from the server: nobody listens there")
                .contains("The server stopped answering. The account so far")
                .doesNotContain("null", "Act 3");
    }

    /** Takes the server away in the second act. */
    private static final class Unplugging implements View {
        private final LoopbackServer server;
        private final View view;

        Unplugging(LoopbackServer server, PrintWriter out) {
            this.server = server;
            this.view = new PlainView(out);
        }

        @Override
        public void act(double seconds, Act act) {
            view.act(seconds, act);
            if (act == Act.CRASH) {
                server.close();
            }
        }

        @Override
        public void event(double seconds, String event) {
            view.event(seconds, event);
        }

        @Override
        public void moment(Moment moment) {}

        @Override
        public void end() {}
    }

    /** The machine's clock, twenty times as fast. */
    private static final class HurriedTime implements Time {
        private static final int HASTE = 20;
        private final MachineTime machine = new MachineTime();
        private final long begin = machine.nanos();

        @Override
        public long nanos() {
            return (machine.nanos() - begin) * HASTE;
        }

        @Override
        public void sleepUntil(long nanos) throws InterruptedException {
            machine.sleepUntil(begin + nanos / HASTE);
        }
    }

    /** Presses Ctrl-C, so to speak, in the second act. */
    private static final class Impatient implements View {
        @Override
        public void act(double seconds, Act act) {
            if (act == Act.CRASH) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void event(double seconds, String event) {}

        @Override
        public void moment(Moment moment) {}

        @Override
        public void end() {}
    }
}
