package dev.forebay.amqp.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.impl.AMQImpl;
import com.rabbitmq.client.impl.Method;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written is read by RabbitMQ's client library and not by our own decoder. */
final class FrameEncoderTest {
    private static final int FRAME_MAX = 8192;

    private final Tally tally = new Tally();
    private final CompositeByteBuf sent = tally.buffers.compositeBuffer(Integer.MAX_VALUE);
    private final FrameEncoder encoder =
            new FrameEncoder(tally.buffers, part -> sent.addComponent(true, part));

    @AfterEach
    void nothing_is_held_any_more() {
        encoder.close();
        sent.release();
        assertThat(tally.bytesHeld()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void every_method_is_written_as_the_client_library_does(MethodKind kind) throws IOException {
        Random random = new Random(99);
        byte[] expected = {};
        for (int run = 0; run < 50; run++) {
            byte[] payload = MethodsOfAllKinds.payload(kind, random);
            ByteBuf received = tally.of(payload);
            Method method = MethodDecoder.decode(received);
            received.release();
            encoder.method(run, method);
            expected = Wire.join(expected, Wire.frame(run, method));
        }
        encoder.flush();
        assertThat(Wire.read(sent)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2047, 2048, 8183, 8184, 8185, 16_368, 16_369, 300_000})
    void a_delivery_is_split_at_the_agreed_size_and_read_by_the_client(int size)
            throws IOException {
        byte[] bytes = Wire.random(new Random(size), size);
        ByteBuf body = tally.of(bytes);
        AMQP.BasicProperties properties =
                new AMQP.BasicProperties.Builder().contentType("text/plain").priority(3).build();
        encoder.agreeOn(FRAME_MAX);
        AMQImpl.Basic.Deliver deliver =
                new AMQImpl.Basic.Deliver("tag", 77, true, "exchange", "kéy");
        encoder.content(5, deliver, ContentHeader.of(properties, size), body);
        encoder.heartbeat();
        encoder.flush();

        List<com.rabbitmq.client.impl.Frame> frames = frames();
        Method method = AMQImpl.readMethodFrom(frames.get(0).getInputStream());
        assertThat(method).isEqualTo(deliver);
        assertThat(AMQImpl.readContentHeaderFrom(frames.get(1).getInputStream()))
                .isEqualTo(properties);
        assertThat(AMQImpl.readContentHeaderFrom(frames.get(1).getInputStream()).getBodySize())
                .isEqualTo(size);
        byte[] read = {};
        for (com.rabbitmq.client.impl.Frame frame : frames.subList(2, frames.size() - 1)) {
            assertThat(frame.getType()).isEqualTo(3);
            assertThat(frame.getChannel()).isEqualTo(5);
            assertThat(frame.size()).isLessThanOrEqualTo(FRAME_MAX);
            read = Wire.join(read, frame.getPayload());
        }
        assertThat(read).isEqualTo(bytes);
        assertThat(frames).hasSize(3 + (size + FRAME_MAX - 9) / (FRAME_MAX - 8));
        assertThat(frames.getLast().getType()).isEqualTo(8);
        body.release();
    }

    @Test
    void a_header_larger_than_a_frame_loses_old_deaths_then_its_largest_fields()
            throws IOException {
        List<Map<String, Object>> deaths =
                Collections.nCopies(40, Map.of("queue", "q".repeat(180)));
        Map<String, Object> headers = new HashMap<>(Map.of("x-death", deaths, "small", "s"));
        assertThat(written(headers).getHeaders())
                .doesNotContainKey("x-forebay-left-out")
                .hasEntrySatisfying(
                        "x-death", kept -> assertThat((List<?>) kept).hasSizeBetween(17, 20));
        headers.putAll(Map.of("large", "v".repeat(5_000), "other", "v".repeat(3_000)));
        Map<String, Object> rest = written(headers).getHeaders();
        assertThat(rest).containsOnlyKeys("x-death", "small", "other", "x-forebay-left-out");
        assertThat((List<?>) rest.get("x-death")).hasSize(1);
        assertThat((List<?>) rest.get("x-forebay-left-out")).hasToString("[large]");
        Map<String, Object> many = new HashMap<>();
        for (int i = 0; i < 1_000; i++) {
            many.put("n".repeat(200) + i, true);
        }
        assertThat((List<?>) written(many).getHeaders().get("x-forebay-left-out")).hasSize(4);
    }

    /** The properties of a message with these headers, as one frame of the least size has them. */
    private AMQP.BasicProperties written(Map<String, Object> headers) throws IOException {
        AMQP.BasicProperties.Builder properties = new AMQP.BasicProperties.Builder();
        encoder.content(
                1,
                new AMQImpl.Basic.Deliver("tag", 1, false, "", "q"),
                ContentHeader.of(properties.headers(headers).build(), 0),
                Unpooled.EMPTY_BUFFER);
        encoder.flush();
        com.rabbitmq.client.impl.Frame frame = frames().getLast();
        assertThat(frame.size()).isLessThanOrEqualTo(FrameDecoder.LEAST_FRAME_MAX);
        return (AMQP.BasicProperties) AMQImpl.readContentHeaderFrom(frame.getInputStream());
    }

    @Test
    void a_large_body_is_not_copied() {
        ByteBuf body = tally.of(new byte[100_000]);
        encoder.agreeOn(131_072);
        encoder.content(
                1,
                new AMQImpl.Basic.Deliver("tag", 1, false, "", "q"),
                ContentHeader.of(new AMQP.BasicProperties(), 100_000),
                body);
        encoder.flush();
        int at = sent.readableBytes() - 1 - 50_000;
        body.setByte(50_000, 42);
        assertThat(sent.getByte(at)).isEqualTo((byte) 42);
        assertThat(tally.bytesHeld()).isLessThan(100_000 + 20_000);
        body.release();
    }

    @Test
    void a_name_that_is_too_long_leaves_no_half_frame() {
        for (Method method :
                List.of(
                        new AMQImpl.Basic.Deliver("tag", 1, false, "x", "ä".repeat(128)),
                        new AMQImpl.Basic.ConsumeOk("t".repeat(256)))) {
            assertThatThrownBy(() -> encoder.method(1, method))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        encoder.heartbeat();
        encoder.flush();
        assertThat(Wire.read(sent)).isEqualTo(Wire.frame(8, 0, new byte[0]));
    }

    @Test
    void what_one_turn_sends_is_one_buffer() {
        List<ByteBuf> parts = new ArrayList<>();
        FrameEncoder other = new FrameEncoder(tally.buffers, parts::add);
        for (int i = 0; i < 100; i++) {
            other.method(1, new AMQImpl.Basic.Ack(i, true));
        }
        assertThat(parts).isEmpty();
        other.flush();
        other.flush();
        assertThat(parts).hasSize(1);
        other.method(1, new AMQImpl.Basic.Ack(1, true));
        other.flush();
        assertThat(parts).hasSize(2);
        parts.forEach(ByteBuf::release);
        other.close();
    }

    private List<com.rabbitmq.client.impl.Frame> frames() throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(Wire.read(sent)));
        List<com.rabbitmq.client.impl.Frame> frames = new ArrayList<>();
        while (in.available() > 0) {
            frames.add(com.rabbitmq.client.impl.Frame.readFrom(in, () -> 1 << 20));
        }
        return frames;
    }
}
