package dev.forebay.amqp.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A decoder allocates at most 16 times its input and 64 kB. Apart from the fuzzing, whose own
 * instruments allocate; over the same corpus.
 */
class CodecAllocationTest {
    private static final int FACTOR = 16;
    private static final int FREE_BYTES = 64 * 1024;

    /** The first runs of any code allocate for its classes. */
    private static final int RUNS = 5;

    static Stream<Path> corpus() throws IOException, URISyntaxException {
        URL folder =
                CodecAllocationTest.class.getResource(
                        "CodecFuzzTestInputs/bytes_are_read_or_refused");
        try (Stream<Path> files = Files.list(Path.of(Objects.requireNonNull(folder).toURI()))) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void decoding_costs_in_proportion(Path file) throws IOException {
        byte[] input = Files.readAllBytes(file);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int run = 0; run < RUNS; run++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            Receiving receiving = new Receiving();
            receiving.take(Unpooled.wrappedBuffer(input));
            receiving.close();
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(least)
                .as("for %s bytes", input.length)
                .isLessThanOrEqualTo((long) FACTOR * input.length + FREE_BYTES);
    }
}
