package dev.forebay.amqp.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.LongString;
import com.rabbitmq.client.impl.LongStringHelper;
import io.netty.buffer.Unpooled;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ContentHeaderTest {
    /** Name, type letter, what is on the wire, value in Java. */
    private record Field(String name, char type, Wire.Writing wire, Object value) {
        static Field of(String name, char type, Wire.Writing wire, Object value) {
            return new Field(name, type, wire, value);
        }
    }

    private static final List<Field> SIMPLE =
            List.of(
                    Field.of("bool", 't', out -> out.writeByte(1), true),
                    Field.of("byte", 'b', out -> out.writeByte(-7), (byte) -7),
                    Field.of("ubyte", 'B', out -> out.writeByte(200), 200),
                    Field.of("short", 's', out -> out.writeShort(-300), (short) -300),
                    Field.of("ushort", 'u', out -> out.writeShort(60_000), 60_000),
                    Field.of("int", 'I', out -> out.writeInt(-70_000), -70_000),
                    Field.of("uint", 'i', out -> out.writeInt(-1), 0xFFFFFFFFL),
                    Field.of("long", 'l', out -> out.writeLong(1L << 40), 1L << 40),
                    Field.of("other", 'L', out -> out.writeLong(-1L << 40), -1L << 40),
                    Field.of("float", 'f', out -> out.writeFloat(1.5f), 1.5f),
                    Field.of("double", 'd', out -> out.writeDouble(-2.25), -2.25),
                    Field.of(
                            "decimal",
                            'D',
                            out -> {
                                out.writeByte(2);
                                out.writeInt(314);
                            },
                            new BigDecimal("3.14")),
                    Field.of("time", 'T', out -> out.writeLong(1_700_000_000), time()),
                    Field.of("text", 'S', out -> longString(out, "grün"), text("grün")),
                    Field.of(
                            "bytes",
                            'x',
                            out -> longString(out, "x"),
                            "x".getBytes(StandardCharsets.UTF_8)));

    @Test
    void all_fourteen_properties_are_read_and_their_bytes_kept() {
        AMQP.BasicProperties properties =
                new AMQP.BasicProperties.Builder()
                        .contentType("text/plain")
                        .contentEncoding("gzip")
                        .headers(Map.of("k", 1))
                        .deliveryMode(2)
                        .priority(9)
                        .correlationId("corr")
                        .replyTo("answers")
                        .expiration("60000")
                        .messageId("id")
                        .timestamp(time())
                        .type("kind")
                        .userId("guest")
                        .appId("app")
                        .clusterId("cluster")
                        .build();
        ContentHeader written = ContentHeader.of(properties, 1234);
        byte[] payload = Wire.header(60, 0, 1234, written.copyProperties());

        ContentHeader read = read(payload);

        assertThat(read.properties()).isEqualTo(properties);
        assertThat(read.bodySize()).isEqualTo(1234);
        assertThat(read.copyProperties()).isEqualTo(written.copyProperties());
        assertThat(ContentHeader.of(read.copyProperties(), 7).properties()).isEqualTo(properties);
        assertThat(ContentHeader.of(read.copyProperties(), 7).bodySize()).isEqualTo(7);
    }

    @Test
    void each_property_by_itself_is_read() {
        for (int property = 0; property < 14; property++) {
            int flag = 0x8000 >> property;
            byte[] value =
                    switch (property) {
                        case 2 -> new byte[] {0, 0, 0, 0};
                        case 3, 4 -> new byte[] {1};
                        case 9 -> new byte[8];
                        default -> new byte[] {1, 'v'};
                    };
            byte[] bytes = {(byte) (flag >> 8), (byte) flag};
            ContentHeader header = read(Wire.header(60, 0, 0, Wire.join(bytes, value)));
            assertThat(header.properties()).isNotNull();
            assertThat(fault(Wire.header(60, 0, 0, bytes)).code()).isEqualTo(ReplyCode.FRAME_ERROR);
            assertThat(fault(Wire.header(60, 0, 0, Wire.join(bytes, value, bytes))).code())
                    .isEqualTo(ReplyCode.FRAME_ERROR);
        }
    }

    @Test
    void every_field_type_is_read_nested_and_its_bytes_kept() {
        byte[] flat = Wire.bytes(ContentHeaderTest::simpleFields);
        byte[] properties =
                Wire.bytes(out -> {
                    out.writeShort(0x2000);
                    byte[] outer =
                            Wire.bytes(fields -> {
                                fields.write(flat);
                                container(fields, "table", 'F', flat);
                                byte[] list = Wire.bytes(ContentHeaderTest::elements);
                                container(fields, "list", 'A', list);
                            });
                    out.writeInt(outer.length);
                    out.write(outer);
                });

        ContentHeader header = read(Wire.header(60, 0, 0, properties));
        Map<String, @Nullable Object> headers = FieldValues.table(header.properties().getHeaders());

        assertThat(header.copyProperties()).isEqualTo(properties);
        assertSimple(headers);
        assertThat(headers).containsEntry("void", null);
        Object table = headers.get("table");
        assertThat(table).isInstanceOf(Map.class);
        Map<String, @Nullable Object> nested = new HashMap<>();
        ((Map<?, ?>) table).forEach((name, value) -> nested.put((String) name, value));
        assertSimple(nested);
        assertThat(headers.get("list")).isInstanceOf(List.class);
        List<?> list = (List<?>) headers.get("list");
        for (int i = 0; i < SIMPLE.size(); i++) {
            assertThat(list.get(i)).isEqualTo(SIMPLE.get(i).value());
        }
        assertThat(list.get(SIMPLE.size())).isNull();
    }

    @Test
    void unknown_types_and_lengths_that_leave_the_table_are_a_syntax_error() {
        for (int type = 0; type < 256; type++) {
            byte[] table = {0, 0, 0, 3, 1, 'k', (byte) type};
            byte[] payload = Wire.header(60, 0, 0, Wire.join(new byte[] {0x20, 0}, table));
            if (type == 'V') {
                assertThat(read(payload).properties().getHeaders()).containsEntry("k", null);
            } else {
                assertThat(fault(payload).code()).isEqualTo(ReplyCode.SYNTAX_ERROR);
            }
        }
        byte[] name = {0, 0, 0, 2, 5, 'k'};
        byte[] huge = {0, 0, 0, 7, 1, 'k', 'S', -1, -1, -1, -1};
        byte[] inner = {0, 0, 0, 8, 1, 'k', 'F', 0, 0, 0, 2, 9};
        byte[] beyond = {0, 0, 0, 7, 1, 'k', 'I', 0, 0, 0, 0};
        beyond[3] = 5;
        for (byte[] table : new byte[][] {name, huge, inner, beyond}) {
            byte[] payload = Wire.header(60, 0, 0, Wire.join(new byte[] {0x20, 0}, table));
            assertThat(fault(payload).code()).isEqualTo(ReplyCode.SYNTAX_ERROR);
            assertThat(fault(payload).text())
                    .as("before the library reads it")
                    .contains("ends outside of its table");
        }
    }

    @Test
    void more_fields_than_are_worth_reading_are_a_syntax_error() {
        assertThat(read(manyFields(FieldWalk.MAX_FIELDS)).properties().getHeaders())
                .hasSize(FieldWalk.MAX_FIELDS);
        assertThat(fault(manyFields(FieldWalk.MAX_FIELDS + 1)).code())
                .isEqualTo(ReplyCode.SYNTAX_ERROR);
    }

    @Test
    void a_header_that_is_cut_or_has_more_flags_is_refused() {
        byte[] whole = Wire.header(60, 0, 5, new byte[] {0, 0});
        for (int length = 0; length < whole.length; length++) {
            assertThat(fault(Arrays.copyOf(whole, length)).code()).isEqualTo(ReplyCode.FRAME_ERROR);
        }
        assertThat(fault(Wire.header(60, 0, 5, new byte[] {0, 1, 0, 0})).code())
                .isEqualTo(ReplyCode.SYNTAX_ERROR);
    }

    static byte[] manyFields(int count) {
        byte[] fields =
                Wire.bytes(out -> {
                    for (int i = 0; i < count; i++) {
                        out.writeByte(2);
                        out.writeByte(' ' + i / 64);
                        out.writeByte(' ' + i % 64);
                        out.writeByte('V');
                    }
                });
        return Wire.header(
                60,
                0,
                0,
                Wire.bytes(out -> {
                    out.writeShort(0x2000);
                    out.writeInt(fields.length);
                    out.write(fields);
                }));
    }

    private static void assertSimple(Map<String, @Nullable Object> fields) {
        for (Field field : SIMPLE) {
            assertThat(fields.get(field.name())).as(field.name()).isEqualTo(field.value());
        }
    }

    private static void simpleFields(DataOutputStream out) throws IOException {
        for (Field field : SIMPLE) {
            name(out, field.name());
            out.writeByte(field.type());
            field.wire().to(out);
        }
        name(out, "void");
        out.writeByte('V');
    }

    private static void elements(DataOutputStream out) throws IOException {
        for (Field field : SIMPLE) {
            out.writeByte(field.type());
            field.wire().to(out);
        }
        out.writeByte('V');
    }

    private static void container(DataOutputStream out, String name, char type, byte[] inside)
            throws IOException {
        name(out, name);
        out.writeByte(type);
        out.writeInt(inside.length);
        out.write(inside);
    }

    private static void name(DataOutputStream out, String name) throws IOException {
        out.writeByte(name.length());
        out.writeBytes(name);
    }

    private static void longString(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static LongString text(String text) {
        return LongStringHelper.asLongString(text);
    }

    private static Date time() {
        return Date.from(Instant.ofEpochMilli(1_700_000_000_000L));
    }

    private static ContentHeader read(byte[] payload) {
        return ContentHeader.read(Unpooled.wrappedBuffer(payload));
    }

    private static AmqpFault fault(byte[] payload) {
        AmqpFailure failure = catchThrowableOfType(AmqpFailure.class, () -> read(payload));
        assertThat(failure).isNotNull();
        return failure.fault();
    }
}
