package dev.forebay.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.engine.Caller;
import dev.forebay.engine.Delivery;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.Send;
import dev.forebay.engine.SendResult;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * How long messages of quiet keys wait in a queue while another key has a backlog of five minutes,
 * in virtual time: four consumers that take 100 ms a message, nine quiet keys with a message a
 * second each. docs/ordering.md gives the figures.
 */
class DwellTest {
    private static final int CONSUMERS = 4;
    private static final long WORK_MILLIS = 100;
    private static final int QUIET_KEYS = 9;
    private static final long QUIET_EVERY_MILLIS = 1_000;
    private static final int BACKLOG = 12_000;
    private static final long MEASURED_MILLIS = 60_000;

    private record Busy(long until, Delivery delivery) {}

    @Test
    void quiet_keys_hardly_notice_a_noisy_one() {
        List<Long> alone = dwellTimes(0, key -> "quiet" + key, "noisy");
        List<Long> beside = dwellTimes(BACKLOG, key -> "quiet" + key, "noisy");
        assertThat(percentile(alone, 99)).isLessThan(WORK_MILLIS);
        assertThat(percentile(beside, 50)).isLessThan(WORK_MILLIS);
        assertThat(percentile(beside, 99)).isLessThanOrEqualTo(WORK_MILLIS);
        System.out.println(
                "quiet keys wait, ms (50 %, 99 %): alone "
                        + figures(alone)
                        + ", beside a noisy key "
                        + figures(beside));
    }

    @Test
    void without_keys_their_messages_wait_behind_the_backlog() {
        List<Long> dwell = dwellTimes(BACKLOG, key -> null, null);
        assertThat(percentile(dwell, 50)).isGreaterThan(40_000);
        System.out.println("without keys they wait, ms: " + figures(dwell));
    }

    private static String figures(List<Long> dwell) {
        return percentile(dwell, 50) + ", " + percentile(dwell, 99);
    }

    private static long percentile(List<Long> dwell, int percent) {
        List<Long> sorted = dwell.stream().sorted().toList();
        return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
    }

    private static List<Long> dwellTimes(
            int backlog, IntFunction<@Nullable String> quiet, @Nullable String noisy) {
        Rig rig = Rig.with(QueueSettings.defaults().withLeaseMillis(3_600_000));
        for (int sent = 0; sent < backlog; sent += 1_000) {
            List<Send> sends = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                sends.add(new Send(Rig.message(noisy, "-"), Send.QUEUE_DELAY, null));
            }
            rig.<List<SendResult>>ask(
                    reply -> rig.engine.send(Caller.IN_PROCESS, Rig.QUEUE, sends, reply));
        }
        PriorityQueue<Busy> busy =
                new PriorityQueue<>((one, other) -> Long.compare(one.until(), other.until()));
        List<Long> dwell = new ArrayList<>();
        long begun = rig.scheduler.now();
        long now = begun;
        long step = 10;
        while (dwell.size() < QUIET_KEYS * MEASURED_MILLIS / QUIET_EVERY_MILLIS) {
            sendQuiet(rig, quiet, now - begun);
            while (!busy.isEmpty() && busy.peek().until() <= now) {
                rig.ack(busy.remove().delivery());
            }
            while (busy.size() < CONSUMERS) {
                List<Delivery> received = rig.receive(1);
                if (received.isEmpty()) {
                    break;
                }
                busy.add(new Busy(now + WORK_MILLIS, received.get(0)));
                String body = Rig.body(received.get(0));
                if (!body.equals("-")) {
                    dwell.add(now - begun - Long.parseLong(body));
                }
            }
            rig.pass(step);
            now = rig.scheduler.now();
        }
        return dwell;
    }

    /** Each key once a second, one after the other. */
    private static void sendQuiet(Rig rig, IntFunction<@Nullable String> quiet, long at) {
        if (at >= MEASURED_MILLIS) {
            return;
        }
        for (int key = 0; key < QUIET_KEYS; key++) {
            if (at % QUIET_EVERY_MILLIS == key * 110L) {
                rig.send(
                        Rig.QUEUE,
                        Rig.message(quiet.apply(key), Long.toString(at)),
                        Send.QUEUE_DELAY,
                        null);
            }
        }
    }
}
