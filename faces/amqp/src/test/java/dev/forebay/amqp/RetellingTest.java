package dev.forebay.amqp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import dev.forebay.amqp.codec.ContentHeader;
import dev.forebay.amqp.codec.HeaderEdit;
import dev.forebay.amqp.codec.TextProperty;
import dev.forebay.engine.Message;
import dev.forebay.log.record.Header;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@SuppressWarnings("JavaUtilDate") // as the client's properties have it
class RetellingTest {
    private static final byte[] ID = {-1, -2, 0};

    private static final ContentHeader PUBLISHED =
            new HeaderEdit(
                            ContentHeader.of(
                                    new AMQP.BasicProperties.Builder()
                                            .contentType("text/plain")
                                            .timestamp(new Date(9_000))
                                            .deliveryMode(1)
                                            .headers(
                                                    Map.of(
                                                            "n",
                                                            7L,
                                                            "real",
                                                            0.5,
                                                            "truth",
                                                            true,
                                                            "at",
                                                            new Date(5_000),
                                                            "raw",
                                                            ID,
                                                            "type",
                                                            "a field, no property"))
                                            .build(),
                                    0))
                    .text(TextProperty.CORRELATION_ID, ID)
                    .done();

    private static List<Header> told() {
        List<Header> headers = new ArrayList<>();
        new ToldHeaders(PUBLISHED).addTo(headers);
        return headers;
    }

    private static Message message(List<Header> headers) {
        return new Message(null, headers, ByteBuffer.allocate(0));
    }

    private static ContentHeader again(List<Header> headers) {
        return new Retelling(message(headers), PUBLISHED, new ToldHeaders(PUBLISHED).values())
                .done();
    }

    private static Header header(String name, byte[] value) {
        return new Header(name, ByteBuffer.wrap(value));
    }

    @Test
    void what_was_told_and_nobody_changed_keeps_its_bytes() {
        assertThat(again(told()).copyProperties()).isEqualTo(PUBLISHED.copyProperties());
    }

    @Test
    void what_is_changed_or_gone_is_so_in_its_place() {
        List<Header> headers = told();
        headers.removeIf(header ->
                List.of("correlation-id", "timestamp", "delivery-mode", "raw", "n", "type")
                        .contains(header.name()));
        headers.add(header("n", new byte[] {'8'}));
        headers.add(header("type", new byte[] {'f'}));
        headers.add(header("app-id", ID));
        ContentHeader edited = again(headers);
        assertThat(edited.texts())
                .containsOnlyKeys(TextProperty.CONTENT_TYPE, TextProperty.APP_ID)
                .containsEntry(TextProperty.APP_ID, ID);
        assertThat(edited.properties().getTimestamp()).isNull();
        assertThat(edited.properties().getDeliveryMode()).isNull();
        Map<String, Object> fields = edited.properties().getHeaders();
        assertThat(fields).containsOnlyKeys("n", "real", "truth", "at", "type");
        assertThat(fields).containsEntry("n", 8L);
        assertThat(fields.get("type")).hasToString("f");
    }

    @Test
    void another_message_says_it_in_the_same_words() {
        ContentHeader empty = ContentHeader.of(new AMQP.BasicProperties(), 0);
        List<Header> headers = told();
        headers.removeIf(header -> header.name().equals("type"));
        ContentHeader retold = new Retelling(message(headers), empty, Map.of()).done();
        assertThat(retold.texts())
                .hasSize(2)
                .containsEntry(TextProperty.CORRELATION_ID, ID)
                .containsEntry(TextProperty.CONTENT_TYPE, "text/plain".getBytes(UTF_8));
        assertThat(retold.properties().getTimestamp()).isEqualTo(new Date(9_000));
        assertThat(retold.properties().getDeliveryMode()).isEqualTo(1);
        assertThat(retold.properties().getHeaders())
                .hasSize(5)
                .containsEntry("n", 7L)
                .containsEntry("real", 0.5)
                .containsEntry("truth", true)
                .containsEntry("at", new Date(5_000))
                .containsEntry("raw", ID);
    }
}
