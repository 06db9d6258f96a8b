package dev.forebay.sqs.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Any bytes give a record or an {@link SqsFailure}, and the two ways through JSON agree. For JSON
 * the first byte chooses the action.
 */
class CodecFuzzTest {
    private static final SqsAction[] ACTIONS = SqsAction.values();

    @FuzzTest
    void json_is_read_or_refused(byte[] input) {
        if (input.length < 2) {
            return;
        }
        SqsAction action = action(input);
        byte[] json = Arrays.copyOfRange(input, 1, input.length);
        Object quick = outcome(() -> JsonCodec.decode(action, json, json.length));
        Object slow = outcome(() -> JsonCodec.decodeSlowly(action, json));
        if (quick instanceof SqsRequest && slow instanceof SqsRequest) {
            assertThat(quick).usingRecursiveComparison().isEqualTo(slow);
        }
    }

    @FuzzTest
    void forms_are_read_or_refused(byte[] form) {
        Object outcome = outcome(() -> QueryCodec.decode("/queue/q", "", form).request());
        assertThat(outcome).isNotNull();
    }

    static SqsAction action(byte[] input) {
        return ACTIONS[Math.floorMod(input[0], ACTIONS.length)];
    }

    static Object outcome(Supplier<SqsRequest> decode) {
        try {
            return decode.get();
        } catch (SqsFailure failure) {
            return failure.error();
        }
    }
}
