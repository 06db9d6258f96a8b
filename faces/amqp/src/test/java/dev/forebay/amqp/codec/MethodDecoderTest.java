package dev.forebay.amqp.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.impl.AMQImpl;
import com.rabbitmq.client.impl.Method;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MethodDecoderTest {
    private static final long SEED = 4711;

    @ParameterizedTest
    @EnumSource
    void every_method_is_read_as_the_client_library_writes_it(MethodKind kind) throws Exception {
        Random random = new Random(SEED);
        for (int run = 0; run < 200; run++) {
            byte[] payload = MethodsOfAllKinds.payload(kind, random);
            Method method = decode(payload);
            assertThat(method.protocolClassId()).isEqualTo(kind.classId());
            assertThat(method.protocolMethodId()).isEqualTo(kind.methodId());
            assertThat(method.protocolMethodName().replaceAll("[.-]", "_").toUpperCase(Locale.ROOT))
                    .isEqualTo(kind.name());
            assertThat(method.toFrame(1).getPayload()).isEqualTo(payload);
        }
    }

    @Test
    void no_method_of_the_client_library_is_missing() {
        Set<String> known = new HashSet<>();
        for (MethodKind kind : MethodKind.values()) {
            known.add(kind.name().replace("_", "").toLowerCase(Locale.ROOT));
        }
        Set<String> theirs = new HashSet<>();
        for (Class<?> group : AMQImpl.class.getDeclaredClasses()) {
            for (Class<?> method : group.getDeclaredClasses()) {
                if (Method.class.isAssignableFrom(method)) {
                    theirs.add(
                            (group.getSimpleName() + method.getSimpleName())
                                    .toLowerCase(Locale.ROOT));
                }
            }
        }
        assertThat(theirs).hasSizeGreaterThan(60).isEqualTo(known);
    }

    @ParameterizedTest
    @EnumSource
    void arguments_that_end_early_or_late_are_a_frame_error(MethodKind kind) {
        byte[] payload = MethodsOfAllKinds.payload(kind, new Random(SEED));
        for (int length = 4; length < payload.length; length++) {
            assertThat(fault(Arrays.copyOf(payload, length)).code())
                    .isEqualTo(ReplyCode.FRAME_ERROR);
        }
        AmqpFault late = fault(Arrays.copyOf(payload, payload.length + 1));
        assertThat(late.code()).isEqualTo(ReplyCode.FRAME_ERROR);
        assertThat(late.classId()).isEqualTo(kind.classId());
        assertThat(late.methodId()).isEqualTo(kind.methodId());
        assertThat(late.level()).isEqualTo(AmqpFault.Level.CONNECTION);
    }

    @Test
    void a_class_that_there_is_not_is_invalid_and_a_method_not_implemented() {
        for (int classId = 0; classId < 0x10000; classId++) {
            Set<Integer> classes = Set.of(10, 20, 30, 40, 50, 60, 85, 90);
            AmqpFault fault = fault(new byte[] {(byte) (classId >> 8), (byte) classId, 1, 0});
            assertThat(fault.code())
                    .isEqualTo(
                            classes.contains(classId)
                                    ? ReplyCode.NOT_IMPLEMENTED
                                    : ReplyCode.COMMAND_INVALID);
            assertThat(fault.classId()).isEqualTo(classId);
        }
        assertThat(fault(new byte[] {0, 60, 0, (byte) 200}).code())
                .isEqualTo(ReplyCode.NOT_IMPLEMENTED);
        assertThat(fault(new byte[] {0, 60, 0}).code()).isEqualTo(ReplyCode.FRAME_ERROR);
    }

    @Test
    void a_name_that_is_no_text_is_refused() {
        byte[] publish = {0, 60, 0, 40, 0, 0, 2, (byte) 0xC3, 0x28, 1, 'k', 0};
        assertThat(fault(publish).code()).isEqualTo(ReplyCode.FRAME_ERROR);
    }

    @Test
    void lengths_beyond_the_frame_are_refused_before_anything_is_made_of_them() {
        byte[] longString = {0, 10, 0, 21, 0x7F, -1, -1, -1, 'x'};
        byte[] table = {0, 10, 0, 11, -1, -1, -1, -1, 'x'};
        assertThat(fault(longString).code()).isEqualTo(ReplyCode.FRAME_ERROR);
        assertThat(fault(table).code()).isEqualTo(ReplyCode.FRAME_ERROR);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 31, FieldWalk.MAX_DEPTH})
    void tables_may_lie_as_deep_as_clients_can_read_them(int depth) {
        for (byte[] table : new byte[][] {Wire.tableOfTables(depth), Wire.tableOfArrays(depth)}) {
            Method method = decode(startOk(table));
            assertThat(method).isInstanceOf(AMQP.Connection.StartOk.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {FieldWalk.MAX_DEPTH + 1, 64, 1000, 18_000})
    void deeper_tables_are_a_syntax_error(int depth) {
        for (byte[] table : new byte[][] {Wire.tableOfTables(depth), Wire.tableOfArrays(depth)}) {
            AmqpFault fault = fault(startOk(table));
            assertThat(fault.code()).isEqualTo(ReplyCode.SYNTAX_ERROR);
            assertThat(fault.text()).as("before the library reads it").contains("deep");
            assertThat(fault.classId()).isEqualTo(10);
        }
    }

    @Test
    void what_we_call_too_deep_is_what_the_client_library_calls_so() {
        byte[] deep = startOk(Wire.tableOfTables(FieldWalk.MAX_DEPTH + 1));
        assertThatThrownBy(() ->
                        AMQImpl.readMethodFrom(new DataInputStream(new ByteArrayInputStream(deep))))
                .isInstanceOf(IOException.class);
    }

    private static byte[] startOk(byte[] table) {
        return Wire.join(
                new byte[] {0, 10, 0, 11},
                table,
                new byte[] {5, 'P', 'L', 'A', 'I', 'N', 0, 0, 0, 0, 2, 'e', 'n'});
    }

    private static Method decode(byte[] payload) {
        return MethodDecoder.decode(Unpooled.wrappedBuffer(payload));
    }

    private static AmqpFault fault(byte[] payload) {
        AmqpFailure failure = catchThrowableOfType(AmqpFailure.class, () -> decode(payload));
        assertThat(failure).isNotNull();
        return failure.fault();
    }
}
