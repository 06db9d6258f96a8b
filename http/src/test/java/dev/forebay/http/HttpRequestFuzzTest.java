package dev.forebay.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Any bytes on a connection: requests or refusals, the same however the network cuts them, without
 * a defect, a buffer left behind or memory that the bytes do not justify. Searches with {@code
 * JAZZER_FUZZ=1}, replays its corpus otherwise.
 */
class HttpRequestFuzzTest {
    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long FIXED_BYTES = 64 * 1024;
    private static final long FACTOR = 16;

    /** Objects for one request of a few bytes and its answer; many header fields cost as much. */
    private static final long BYTES_A_REQUEST = 16 * 1024;

    private static final int MANY_PIECES = 2_000;

    /** The first runs of any code allocate for its classes. */
    private static final int RUNS = 3;

    @FuzzTest
    void any_bytes_are_requests_or_refused_however_they_arrive(byte[] input) {
        Served whole = serve(input, Math.max(1, input.length));
        assertThat(serve(input, 1 + input.length / MANY_PIECES)).isEqualTo(whole);
        long least = Long.MAX_VALUE;
        for (int run = 0; run < RUNS; run++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            serve(input, Math.max(1, input.length));
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(least)
                .isLessThanOrEqualTo(
                        FACTOR * input.length
                                + FIXED_BYTES
                                + BYTES_A_REQUEST * (whole.requests.size() + 1));
    }

    /** What the handler saw, and what the client got. */
    private record Served(List<String> requests, String answers) {}

    private static Served serve(byte[] input, int pieceBytes) {
        List<String> requests = new ArrayList<>();
        Counting events = new Counting();
        ListenerState listener =
                new ListenerState(
                        exchange -> {
                            requests.add(seen(exchange));
                            TestServer.echo(exchange);
                        },
                        events,
                        Limits.defaults(),
                        () -> Instant.EPOCH);
        UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(false);
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.config().setAllocator(memory);
        listener.enter();
        HttpConnection connection = new HttpConnection(listener, channel);
        channel.pipeline().addLast(new RequestDecoder(connection, listener.limits), connection);
        ByteArrayOutputStream answers = new ByteArrayOutputStream();
        for (int at = 0; at < input.length && channel.isOpen(); at += pieceBytes) {
            int end = Math.min(input.length, at + pieceBytes);
            channel.writeInbound(Unpooled.wrappedBuffer(Arrays.copyOfRange(input, at, end)));
            take(channel, answers);
        }
        var _ = channel.close();
        take(channel, answers);
        assertThat(events.faults).isZero();
        assertThat(listener.budget.used()).isZero();
        assertThat(listener.connections()).isZero();
        assertThat(memory.metric().usedDirectMemory() + memory.metric().usedHeapMemory()).isZero();
        return new Served(requests, answers.toString(StandardCharsets.ISO_8859_1));
    }

    private static String seen(HttpExchange exchange) {
        return exchange.method()
                + " "
                + exchange.path()
                + " "
                + exchange.query()
                + " "
                + exchange.host()
                + " "
                + ByteBufUtil.hexDump(exchange.body());
    }

    private static void take(EmbeddedChannel channel, ByteArrayOutputStream answers) {
        channel.runPendingTasks();
        for (ByteBuf piece = channel.readOutbound();
                piece != null;
                piece = channel.readOutbound()) {
            byte[] bytes = ByteBufUtil.getBytes(piece);
            answers.write(bytes, 0, bytes.length);
            piece.release();
        }
    }

    private static final class Counting implements HttpEvents {
        private int faults;

        @Override
        public void opened() {}

        @Override
        public void closed() {}

        @Override
        public void connectionRefused() {}

        @Override
        public void request() {}

        @Override
        public void rejected(Rejection rejection) {}

        @Override
        public void fault() {
            faults++;
        }
    }
}
