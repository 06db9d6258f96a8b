package dev.forebay.engine.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.engine.Ordering;
import dev.forebay.engine.QueueSettings;
import dev.forebay.testkit.disk.DiskAtRest;
import dev.forebay.testkit.disk.SimDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Promises P3 and P7 of a whole server: one bit of its data turns round, and with serve-rest no
 * wrong byte is delivered, nothing is lost in silence, no more than the batch that was hit, and the
 * other queues are served.
 */
class EngineBitRotTest {
    private static final boolean EXHAUSTIVE = Boolean.getBoolean("forebay.exhaustive");
    private static final int MESSAGES = 24;
    private static final int STRIDE = 29;
    private static final int FRAME_HEADER = 72;
    private static final int FRAME_MAGIC = 0x46426672;

    private final Map<String, QueueSettings> queues = new LinkedHashMap<>();
    private final List<Outcome> outcomes = new ArrayList<>();

    EngineBitRotTest() {
        queues.put("free", QueueSettings.defaults());
        queues.put("keyed", QueueSettings.defaults().withOrdering(Ordering.BY_KEY));
        queues.put("strict", QueueSettings.defaults().withOrdering(Ordering.STRICT));
    }

    /** How the process had ended before the damage. */
    enum End {
        /** All is in segments and a checkpoint. */
        CLEAN,
        /** Much is in the commit log alone, every frame of it marked. */
        KILLED
    }

    /** What a start on damaged files came to. */
    private enum Outcome {
        NOTHING_LOST,
        BATCH_LOST,
        SETTLED_AGAIN
    }

    @ParameterizedTest
    @EnumSource
    void one_bit_turned_costs_one_batch_at_most_and_no_other_queue(End end) throws IOException {
        RottenServer whole = new RottenServer(new SimDisk(), queues);
        whole.fill(MESSAGES);
        if (end == End.CLEAN) {
            whole.stop();
        }
        SimDisk disk = whole.disk().restart();
        for (String path : disk.atRest().files()) {
            byte[] bytes = disk.atRest().bytes(path);
            for (int at = 0; at < bytes.length; at += stride(bytes, at)) {
                SimDisk damaged = disk.copy();
                damaged.atRest().flipBit(path, at * 8L + at % 8);
                outcomes.add(judge(damaged, whole, path + " byte " + at));
            }
        }
        report(end);
    }

    private Outcome judge(SimDisk damaged, RottenServer whole, String where) throws IOException {
        RottenServer server = new RottenServer(damaged, queues);
        server.boot();
        Outcome worst = Outcome.NOTHING_LOST;
        int hit = 0;
        for (String queue : queues.keySet()) {
            Outcome outcome = judge(queue, server, whole, where);
            hit += outcome == Outcome.NOTHING_LOST ? 0 : 1;
            worst = outcome == Outcome.NOTHING_LOST ? worst : outcome;
        }
        assertThat(hit).as(where).isLessThanOrEqualTo(1);
        assertThat(hit > 0 && server.damages().isEmpty()).as(where + " in silence").isFalse();
        return worst;
    }

    private static Outcome judge(
            String queue, RottenServer server, RottenServer whole, String where) {
        List<String> drained = server.drain(queue);
        String at = where + ", " + queue;
        assertThat(whole.sent(queue)).as(at).containsAll(drained);
        assertThat(drained).as(at).doesNotHaveDuplicates();
        Set<String> missing = new TreeSet<>(whole.open(queue));
        missing.removeAll(drained);
        assertThat(missing.stream().map(RottenServer::batchOf).distinct())
                .as(at)
                .hasSizeLessThanOrEqualTo(1);
        if (!missing.isEmpty()) {
            return Outcome.BATCH_LOST;
        }
        return whole.open(queue).containsAll(drained)
                ? Outcome.NOTHING_LOST
                : Outcome.SETTLED_AGAIN;
    }

    /** Everything of headers, and here and there the rest. */
    private static int stride(byte[] bytes, int at) {
        int sector = at - at % DiskAtRest.SECTOR;
        boolean header =
                at - sector < FRAME_HEADER
                        && bytes.length >= sector + Integer.BYTES
                        && ByteBuffer.wrap(bytes).getInt(sector) == FRAME_MAGIC;
        return EXHAUSTIVE || header ? 1 : STRIDE;
    }

    private void report(End end) {
        Map<Outcome, Integer> counts = new LinkedHashMap<>();
        outcomes.forEach(outcome -> counts.merge(outcome, 1, Integer::sum));
        System.out.println("bit rot of a server, " + end + ": " + counts);
        assertThat(counts).containsKey(Outcome.BATCH_LOST);
    }
}
