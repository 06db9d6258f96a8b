package dev.forebay.amqp.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.rabbitmq.client.impl.AMQImpl;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ContentAssemblerTest {
    private static final long MOST = 1 << 20;
    private static final byte[] NO_PROPERTIES = {0, 0};

    private final Tally tally = new Tally();
    private final ContentAssembler assembler = new ContentAssembler(MOST);

    @AfterEach
    void nothing_is_held_any_more() {
        assembler.close();
        assertThat(tally.bytesHeld()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1023, 1024, 1025, 4088, 100_000})
    void a_body_in_frames_of_any_size_comes_out_as_it_went_in(int piece) {
        byte[] body = Wire.random(new Random(piece), 100_000);
        publish(body.length);
        @Nullable Command command = null;
        for (int at = 0; at < body.length; at += piece) {
            assertThat(command).isNull();
            command =
                    accept(
                            FrameType.BODY,
                            Arrays.copyOfRange(body, at, Math.min(at + piece, body.length)));
        }
        Command.WithContent content = content(command);
        assertThat(content.method()).isInstanceOf(AMQImpl.Basic.Publish.class);
        assertThat(content.header().bodySize()).isEqualTo(body.length);
        assertThat(Wire.read(content.body())).isEqualTo(body);
        content.body().release();
    }

    @Test
    void a_body_in_one_frame_is_not_copied_and_pieces_keep_no_buffer_they_came_in() {
        publish(5000);
        ByteBuf socket = tally.of(new byte[5000]);
        @Nullable Command whole = assembler.accept(new Frame(FrameType.BODY, 1, socket.slice()));
        socket.setByte(4000, 42);
        assertThat(content(whole).body().getByte(4000)).isEqualTo((byte) 42);
        content(whole).body().release();

        publish(10_000);
        assertThat(assembler.accept(new Frame(FrameType.BODY, 1, socket.slice()))).isNull();
        assertThat(socket.refCnt()).isOne();
        @Nullable Command both = assembler.accept(new Frame(FrameType.BODY, 1, socket.slice()));
        assertThat(socket.refCnt()).isOne();
        assertThat(content(both).body().nioBufferCount()).isEqualTo(1);
        assertThat(content(both).body().getByte(4000)).isEqualTo((byte) 42);
        assertThat(content(both).body().getByte(9000)).isEqualTo((byte) 42);
        content(both).body().release();
        socket.release();
    }

    @Test
    void an_empty_body_is_whole_with_its_header() {
        accept(FrameType.METHOD, publishMethod());
        @Nullable Command command = accept(FrameType.HEADER, Wire.header(60, 0, 0, NO_PROPERTIES));
        assertThat(content(command).body().readableBytes()).isZero();
        assertThat(accept(FrameType.METHOD, publishMethod())).isNull();
    }

    @Test
    void frames_out_of_order_are_unexpected() {
        assertThat(fault(FrameType.HEADER, Wire.header(60, 0, 1, NO_PROPERTIES)).code())
                .isEqualTo(ReplyCode.UNEXPECTED_FRAME);
        assertThat(fault(FrameType.BODY, new byte[1]).code()).isEqualTo(ReplyCode.UNEXPECTED_FRAME);
        accept(FrameType.METHOD, publishMethod());
        AmqpFault body = fault(FrameType.BODY, new byte[1]);
        assertThat(body.code()).isEqualTo(ReplyCode.UNEXPECTED_FRAME);
        assertThat(body.classId()).isEqualTo(60);
        assertThat(body.methodId()).isEqualTo(40);
        accept(FrameType.METHOD, publishMethod());
        assertThat(fault(FrameType.METHOD, publishMethod()).code())
                .isEqualTo(ReplyCode.UNEXPECTED_FRAME);
        publish(10);
        accept(FrameType.BODY, new byte[3]);
        assertThat(fault(FrameType.METHOD, publishMethod()).code())
                .isEqualTo(ReplyCode.UNEXPECTED_FRAME);
        publish(10);
        accept(FrameType.BODY, new byte[3]);
        assertThat(fault(FrameType.HEADER, Wire.header(60, 0, 1, NO_PROPERTIES)).code())
                .isEqualTo(ReplyCode.UNEXPECTED_FRAME);
    }

    @Test
    void a_header_of_another_class_or_with_a_weight_is_unexpected() {
        accept(FrameType.METHOD, publishMethod());
        assertThat(fault(FrameType.HEADER, Wire.header(50, 0, 1, NO_PROPERTIES)).code())
                .isEqualTo(ReplyCode.UNEXPECTED_FRAME);
        accept(FrameType.METHOD, publishMethod());
        assertThat(fault(FrameType.HEADER, Wire.header(60, 1, 1, NO_PROPERTIES)).code())
                .isEqualTo(ReplyCode.UNEXPECTED_FRAME);
    }

    @Test
    void a_body_longer_than_declared_is_refused_whatever_its_length() {
        publish(10);
        assertThat(fault(FrameType.BODY, new byte[11]).code()).isEqualTo(ReplyCode.FRAME_ERROR);
        publish(10);
        accept(FrameType.BODY, new byte[9]);
        assertThat(fault(FrameType.BODY, new byte[2]).code()).isEqualTo(ReplyCode.FRAME_ERROR);
    }

    @ParameterizedTest
    @ValueSource(longs = {MOST + 1, 200L << 20, 512L << 20})
    void a_body_over_the_limit_is_refused_from_its_header_and_ends_the_channel(long size) {
        accept(FrameType.METHOD, publishMethod());
        AmqpFault fault = fault(FrameType.HEADER, Wire.header(60, 0, size, NO_PROPERTIES));
        assertThat(fault.code()).isEqualTo(ReplyCode.PRECONDITION_FAILED);
        assertThat(fault.level()).isEqualTo(AmqpFault.Level.CHANNEL);
        assertThat(fault.methodId()).isEqualTo(40);
    }

    @ParameterizedTest
    @ValueSource(longs = {(512L << 20) + 1, Long.MAX_VALUE, Long.MIN_VALUE, -1})
    void a_body_over_any_limit_ends_the_connection(long size) {
        accept(FrameType.METHOD, publishMethod());
        AmqpFault fault = fault(FrameType.HEADER, Wire.header(60, 0, size, NO_PROPERTIES));
        assertThat(fault.code()).isEqualTo(ReplyCode.FRAME_ERROR);
        assertThat(fault.level()).isEqualTo(AmqpFault.Level.CONNECTION);
    }

    @Test
    void what_is_held_follows_from_what_arrived_and_not_from_what_was_declared() {
        publish((int) MOST);
        assertThat(tally.bytesHeld()).isZero();
        for (int i = 0; i < 100_000; i++) {
            accept(FrameType.BODY, new byte[0]);
        }
        assertThat(tally.bytesHeld()).isZero();
        int arrived = 0;
        while (arrived < 300_000) {
            accept(FrameType.BODY, new byte[10]);
            arrived += 10;
        }
        assertThat(tally.bytesHeld()).isLessThan(2L * arrived);
    }

    @Test
    void small_pieces_do_not_hold_on_to_the_buffers_they_came_in() {
        publish((int) MOST);
        for (int i = 0; i < 200; i++) {
            ByteBuf socket = tally.buffers.heapBuffer(64 * 1024).writeZero(100);
            assertThat(assembler.accept(new Frame(FrameType.BODY, 1, socket.slice()))).isNull();
            socket.release();
        }
        assertThat(tally.bytesHeld()).isLessThan(64 * 1024);
    }

    @Test
    void a_closing_channel_drops_all_but_the_end() throws IOException {
        publish(100);
        accept(FrameType.BODY, new byte[50]);
        assembler.closing();
        assertThat(tally.bytesHeld()).isZero();
        assertThat(accept(FrameType.BODY, new byte[50])).isNull();
        assertThat(accept(FrameType.METHOD, publishMethod())).isNull();
        assertThat(accept(FrameType.HEADER, Wire.header(60, 0, Long.MAX_VALUE, NO_PROPERTIES)))
                .isNull();
        byte[] closeOk = new AMQImpl.Channel.CloseOk().toFrame(1).getPayload();
        assertThat(accept(FrameType.METHOD, closeOk)).isInstanceOf(Command.Plain.class);
    }

    private void publish(int size) {
        assertThat(accept(FrameType.METHOD, publishMethod())).isNull();
        assertThat(accept(FrameType.HEADER, Wire.header(60, 0, size, NO_PROPERTIES))).isNull();
    }

    private static byte[] publishMethod() {
        try {
            return new AMQImpl.Basic.Publish(0, "x", "k", false, false).toFrame(1).getPayload();
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static Command.WithContent content(@Nullable Command command) {
        return (Command.WithContent) Objects.requireNonNull(command);
    }

    private @Nullable Command accept(FrameType type, byte[] payload) {
        ByteBuf socket = payload.length == 0 ? Unpooled.EMPTY_BUFFER : tally.of(payload);
        try {
            return assembler.accept(new Frame(type, 1, socket.slice()));
        } finally {
            socket.release();
        }
    }

    private AmqpFault fault(FrameType type, byte[] payload) {
        AmqpFailure failure = catchThrowableOfType(AmqpFailure.class, () -> accept(type, payload));
        assertThat(failure).isNotNull();
        assertThat(tally.bytesHeld()).isZero();
        return failure.fault();
    }
}
