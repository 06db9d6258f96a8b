package dev.forebay.amqp.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FrameDecoderTest {
    @Test
    void a_frame_is_given_out_when_its_last_byte_is_there_and_as_a_slice() {
        byte[] bytes = Wire.frame(3, 513, new byte[] {1, 2, 3});
        FrameDecoder decoder = new FrameDecoder();
        for (int length = 0; length < bytes.length; length++) {
            ByteBuf part = Unpooled.wrappedBuffer(Arrays.copyOf(bytes, length));
            assertThat(decoder.next(part)).isNull();
            assertThat(part.readableBytes()).isEqualTo(length);
        }
        ByteBuf whole = Unpooled.wrappedBuffer(Wire.join(bytes, bytes));
        Frame frame = decoder.next(whole);
        assertThat(frame).isNotNull();
        assertThat(frame.type()).isEqualTo(FrameType.BODY);
        assertThat(frame.channel()).isEqualTo(513);
        assertThat(Wire.read(frame.payload())).containsExactly(1, 2, 3);
        assertThat(whole.readableBytes()).isEqualTo(bytes.length);
        assertThat(whole.refCnt()).isEqualTo(1);
        whole.setByte(8, 77);
        assertThat(frame.payload().getByte(1)).as("no copy").isEqualTo((byte) 77);
        assertThat(decoder.next(whole)).isNotNull();
        assertThat(decoder.next(whole)).isNull();
    }

    @Test
    void a_frame_that_is_too_large_is_refused_from_its_first_seven_bytes() {
        FrameDecoder decoder = new FrameDecoder();
        assertThat(decoder.next(head(1, 1, FrameDecoder.INITIAL_FRAME_MAX))).isNull();
        assertThat(fault(decoder, head(1, 1, FrameDecoder.INITIAL_FRAME_MAX + 1)).code())
                .isEqualTo(ReplyCode.FRAME_ERROR);

        FrameDecoder agreed = new FrameDecoder();
        agreed.agreeOn(131_072);
        assertThat(agreed.next(head(3, 1, 131_072))).isNull();
        assertThat(fault(agreed, head(3, 1, 131_073)).code()).isEqualTo(ReplyCode.FRAME_ERROR);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void sizes_beyond_any_sense_are_refused(int size) {
        assertThat(fault(new FrameDecoder(), head(3, 1, size)).code())
                .isEqualTo(ReplyCode.FRAME_ERROR);
    }

    @Test
    void a_wrong_end_or_type_is_a_frame_error_and_stays_one() {
        byte[] bytes = Wire.frame(1, 1, new byte[] {1});
        bytes[bytes.length - 1] = 0;
        FrameDecoder decoder = new FrameDecoder();
        assertThat(fault(decoder, Unpooled.wrappedBuffer(bytes)).code())
                .isEqualTo(ReplyCode.FRAME_ERROR);
        ByteBuf good = Unpooled.wrappedBuffer(Wire.frame(1, 1, new byte[] {1}));
        assertThat(fault(decoder, good).code()).isEqualTo(ReplyCode.FRAME_ERROR);
        for (int type = 0; type < 256; type++) {
            if (type != 1 && type != 2 && type != 3 && type != 8) {
                assertThat(fault(new FrameDecoder(), head(type, 1, 0)).code())
                        .isEqualTo(ReplyCode.FRAME_ERROR);
            }
        }
    }

    @Test
    void heartbeats_are_empty_and_on_channel_0_where_no_content_is() {
        ByteBuf good = Unpooled.wrappedBuffer(Wire.frame(8, 0, new byte[0]));
        assertThat(new FrameDecoder().next(good)).isNotNull();
        assertThat(fault(new FrameDecoder(), head(8, 0, 1)).code())
                .isEqualTo(ReplyCode.FRAME_ERROR);
        assertThat(fault(new FrameDecoder(), head(8, 1, 0)).code())
                .isEqualTo(ReplyCode.UNEXPECTED_FRAME);
        assertThat(fault(new FrameDecoder(), head(2, 0, 14)).code())
                .isEqualTo(ReplyCode.UNEXPECTED_FRAME);
        assertThat(fault(new FrameDecoder(), head(3, 0, 1)).code())
                .isEqualTo(ReplyCode.UNEXPECTED_FRAME);
    }

    private static ByteBuf head(int type, int channel, int size) {
        return Unpooled.wrappedBuffer(
                Wire.bytes(out -> {
                    out.writeByte(type);
                    out.writeShort(channel);
                    out.writeInt(size);
                }));
    }

    private static AmqpFault fault(FrameDecoder decoder, ByteBuf in) {
        AmqpFailure failure = catchThrowableOfType(AmqpFailure.class, () -> decoder.next(in));
        assertThat(failure).isNotNull();
        assertThat(failure.fault().level()).isEqualTo(AmqpFault.Level.CONNECTION);
        return failure.fault();
    }
}
