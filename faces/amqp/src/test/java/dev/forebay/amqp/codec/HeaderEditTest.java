package dev.forebay.amqp.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import io.netty.buffer.Unpooled;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@SuppressWarnings("JavaUtilDate") // as the client's properties have it
final class HeaderEditTest {
    /** Two headers of types that Java cannot tell from others: an unsigned short, and L. */
    private static final byte[] ODD_TYPES =
            Wire.join(
                    new byte[] {1, 'u', 'u', 7, 7},
                    new byte[] {1, 'l', 'L', 0, 0, 0, 0, 0, 0, 0, 9});

    @Test
    void what_is_not_changed_keeps_its_bytes() {
        byte[] bcc = {3, 'B', 'C', 'C', 'S', 0, 0, 0, 1, 'q'};
        ContentHeader header = ContentHeader.of(properties(Wire.join(bcc, ODD_TYPES, bcc)), 77);
        ContentHeader edited = new HeaderEdit(header).withoutHeader("BCC").done();
        assertThat(edited.copyProperties()).isEqualTo(properties(ODD_TYPES));
        assertThat(edited.bodySize()).isEqualTo(77);
        assertThat(edited.properties().getHeaders())
                .containsExactlyInAnyOrderEntriesOf(Map.of("u", 0x0707, "l", 9L));
        assertThat(new HeaderEdit(header).done().copyProperties())
                .isEqualTo(header.copyProperties());
    }

    @Test
    void headers_are_set_over_others_and_where_there_were_none() {
        ContentHeader header = ContentHeader.of(properties(ODD_TYPES), 1);
        ContentHeader edited =
                new HeaderEdit(header).header("u", "text").header("x-death", List.of(1)).done();
        assertThat(edited.properties().getHeaders())
                .hasSize(3)
                .containsEntry("l", 9L)
                .containsEntry("x-death", List.of(1))
                .hasEntrySatisfying("u", value -> assertThat(value).hasToString("text"));
        assertThat(edited.properties().getContentType()).isEqualTo("a");
        assertThat(edited.properties().getPriority()).isEqualTo(5);

        ContentHeader bare = ContentHeader.of(new AMQP.BasicProperties(), 0);
        assertThat(new HeaderEdit(bare).header("n", null).done().properties().getHeaders())
                .containsOnlyKeys("n");
    }

    @Test
    void reply_and_expiration_are_changed_where_they_stand() {
        AMQP.BasicProperties properties =
                new AMQP.BasicProperties.Builder()
                        .correlationId("c")
                        .expiration("60")
                        .messageId("m")
                        .build();
        ContentHeader edited =
                new HeaderEdit(ContentHeader.of(properties, 0))
                        .replyTo("back")
                        .withoutExpiration()
                        .done();
        assertThat(edited.properties())
                .isEqualTo(properties.builder().replyTo("back").expiration(null).build());
    }

    @Test
    void texts_of_any_bytes_are_read_and_set_as_they_are() {
        byte[] bytes = {-1, -2, -128};
        ContentHeader edited =
                new HeaderEdit(ContentHeader.of(properties(ODD_TYPES), 0))
                        .text(TextProperty.CORRELATION_ID, bytes)
                        .deliveryMode(1)
                        .timestamp(new Date(9_000))
                        .done();
        assertThat(edited.texts())
                .containsOnlyKeys(TextProperty.CONTENT_TYPE, TextProperty.CORRELATION_ID)
                .containsEntry(TextProperty.CORRELATION_ID, bytes);
        assertThat(edited.properties().getDeliveryMode()).isEqualTo(1);
        assertThat(edited.properties().getTimestamp()).isEqualTo(new Date(9_000));
        ContentHeader less =
                new HeaderEdit(edited)
                        .text(TextProperty.CORRELATION_ID, null)
                        .deliveryMode(null)
                        .timestamp(null)
                        .done();
        assertThat(less.copyProperties()).isEqualTo(properties(ODD_TYPES));
    }

    @Test
    void a_message_with_as_many_fields_as_may_be_takes_more_from_the_server() {
        byte[] payload = ContentHeaderTest.manyFields(FieldWalk.MAX_FIELDS);
        ContentHeader header = ContentHeader.read(Unpooled.wrappedBuffer(payload));
        ContentHeader edited = new HeaderEdit(header).header("x-death", List.of()).done();
        assertThat(edited.properties().getHeaders()).hasSize(FieldWalk.MAX_FIELDS + 1);
    }

    private static byte[] properties(byte[] fields) {
        return Wire.bytes(out -> {
            out.writeShort(0xA800);
            out.writeByte(1);
            out.writeByte('a');
            out.writeInt(fields.length);
            out.write(fields);
            out.writeByte(5);
        });
    }
}
