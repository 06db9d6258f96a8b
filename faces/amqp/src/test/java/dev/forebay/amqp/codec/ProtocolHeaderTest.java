package dev.forebay.amqp.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ProtocolHeaderTest {
    private static final byte[] OURS = {'A', 'M', 'Q', 'P', 0, 0, 9, 1};

    @Test
    void the_header_is_known_byte_by_byte_and_consumed_when_whole() {
        for (int length = 0; length < OURS.length; length++) {
            assertThat(read(Arrays.copyOf(OURS, length))).isEqualTo(ProtocolHeader.INCOMPLETE);
        }
        ByteBuf in = Unpooled.wrappedBuffer(Arrays.copyOf(OURS, 10));
        assertThat(ProtocolHeader.read(in)).isEqualTo(ProtocolHeader.SPOKEN);
        assertThat(in.readableBytes()).isEqualTo(2);
        assertThat(ProtocolHeader.answer()).isEqualTo(OURS);
    }

    @Test
    void the_header_of_0_9_is_good_and_those_of_others_are_not() {
        assertThat(read(new byte[] {'A', 'M', 'Q', 'P', 1, 1, 0, 9}))
                .isEqualTo(ProtocolHeader.SPOKEN);
        assertThat(read(new byte[] {'A', 'M', 'Q', 'P', 3, 1, 0, 0}))
                .isEqualTo(ProtocolHeader.OTHER);
        assertThat(read(new byte[] {'A', 'M', 'Q', 'P', 0, 1, 0, 0}))
                .isEqualTo(ProtocolHeader.OTHER);
        assertThat(read(new byte[] {'A', 'M', 'Q', 'P', 1, 1, 8, 0}))
                .isEqualTo(ProtocolHeader.OTHER);
        assertThat(read(new byte[] {'A', 'M', 'Q', 'P', 0, 0, 10})).isEqualTo(ProtocolHeader.OTHER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"G", "GET / HTTP/1.1\r\n", "\u0016\u0003\u0001", "AMQQ"})
    void what_is_no_amqp_is_told_at_the_first_wrong_byte(String text) {
        assertThat(read(text.getBytes(StandardCharsets.ISO_8859_1)))
                .isEqualTo(ProtocolHeader.OTHER);
    }

    private static ProtocolHeader read(byte[] bytes) {
        return ProtocolHeader.read(Unpooled.wrappedBuffer(bytes));
    }
}
