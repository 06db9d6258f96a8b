package dev.forebay.sqs.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Any bytes give a record or an {@link SqsFailure}, at bounded cost; the two ways through JSON
 * agree. For JSON the first byte chooses the action.
 */
class CodecFuzzTest {
    private static final SqsAction[] ACTIONS = SqsAction.values();
    private static final byte[] NO_MEMBERS = {'{', '}'};

    /** RELIABILITY: 16 times the input and 64 kB; twice, since JSON is read twice here. */
    private static final int ALLOWED_FACTOR = 2 * 16;

    private static final int ALLOWED_BYTES = 2 * 64 * 1024;

    /** The first run of any code allocates for its classes. */
    private static final int RUNS = 3;

    @FuzzTest
    void json_is_read_or_refused(byte[] input) {
        if (input.length == 0) {
            return;
        }
        SqsAction action = ACTIONS[Math.floorMod(input[0], ACTIONS.length)];
        byte[] json = Arrays.copyOfRange(input, 1, input.length);
        withinBudget(
                input.length,
                () -> {
                    Object quick = outcome(() -> JsonCodec.decode(action, json, json.length));
                    Object slow =
                            outcome(() ->
                                    JsonCodec.decodeSlowly(
                                            action, json.length == 0 ? NO_MEMBERS : json));
                    return new Object[] {quick, slow};
                });
    }

    @FuzzTest
    void forms_are_read_or_refused(byte[] form) {
        withinBudget(
                form.length,
                () ->
                        new Object[] {
                            outcome(() -> QueryCodec.decode("/queue/q", "", form).request())
                        });
    }

    private static void withinBudget(int inputBytes, Supplier<Object[]> work) {
        Object[] outcomes = work.get();
        long allocated = allocated(work);
        long allowed = (long) ALLOWED_FACTOR * inputBytes + ALLOWED_BYTES;
        for (int run = 1; run < RUNS && allocated > allowed; run++) {
            allocated = allocated(work);
        }
        assertThat(allocated).isLessThanOrEqualTo(allowed);
        if (outcomes.length == 2
                && outcomes[0] instanceof SqsRequest
                && outcomes[1] instanceof SqsRequest) {
            assertThat(outcomes[0]).usingRecursiveComparison().isEqualTo(outcomes[1]);
        }
    }

    private static long allocated(Supplier<Object[]> work) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        Object[] outcomes = work.get();
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(outcomes).isNotEmpty();
        return allocated;
    }

    private static Object outcome(Supplier<SqsRequest> decode) {
        try {
            return decode.get();
        } catch (SqsFailure failure) {
            return failure.error();
        }
    }
}
