package dev.forebay.sqs.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * RELIABILITY: a decoder allocates at most 16 times its input and 64 kB. Apart from the fuzzing,
 * whose own instruments allocate; over the same corpus.
 */
class CodecAllocationTest {
    private static final int FACTOR = 16;
    private static final int FREE_BYTES = 64 * 1024;

    /** The first runs of any code allocate for its classes. */
    private static final int RUNS = 5;

    static Stream<Path> json() throws IOException, URISyntaxException {
        return corpus("json_is_read_or_refused");
    }

    static Stream<Path> forms() throws IOException, URISyntaxException {
        return corpus("forms_are_read_or_refused");
    }

    private static Stream<Path> corpus(String name) throws IOException, URISyntaxException {
        URL folder = CodecAllocationTest.class.getResource("CodecFuzzTestInputs/" + name);
        try (Stream<Path> files = Files.list(Path.of(Objects.requireNonNull(folder).toURI()))) {
            return files.toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("json")
    void json_costs_in_proportion(Path file) throws IOException {
        byte[] input = Files.readAllBytes(file);
        SqsAction action = CodecFuzzTest.action(input);
        byte[] json = Arrays.copyOfRange(input, 1, input.length);
        assertCheap(json.length, () -> JsonCodec.decode(action, json, json.length));
        assertCheap(json.length, () -> JsonCodec.decodeSlowly(action, json));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void forms_cost_in_proportion(Path file) throws IOException {
        byte[] form = Files.readAllBytes(file);
        assertCheap(form.length, () -> QueryCodec.decode("/queue/q", "", form).request());
    }

    private static void assertCheap(int inputBytes, Supplier<SqsRequest> decode) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int run = 0; run < RUNS; run++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            Object outcome = CodecFuzzTest.outcome(decode);
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            assertThat(outcome).isNotNull();
            least = Math.min(least, allocated);
        }
        assertThat(least).isLessThanOrEqualTo((long) FACTOR * inputBytes + FREE_BYTES);
    }
}
