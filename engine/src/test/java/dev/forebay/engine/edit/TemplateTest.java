package dev.forebay.engine.edit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.engine.Message;
import dev.forebay.engine.MessageId;
import dev.forebay.log.record.Header;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {
    private static final MessageId ID = new MessageId(7, 9);

    /** Shows what it was asked for. */
    private static final BodyReader ASKED =
            (body, path, as) ->
                    path.contains("none")
                            ? Optional.empty()
                            : Optional.of(bytes("<" + String.join("|", path) + " " + as + ">"));

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static EditValues values(@Nullable String key, ByteBuffer body) {
        Message message =
                new Message(
                        key == null ? null : bytes(key),
                        List.of(new Header("a.b", bytes("1")), new Header("a.b", bytes("2"))),
                        body);
        return new EditValues(message, ID, bytes("why"), 3, ASKED);
    }

    private static String fill(String text) {
        return switch (made(text, values("k", bytes("body")))) {
            case Template.Made.Bytes made -> StandardCharsets.UTF_8.decode(made.bytes()).toString();
            case Template.Made.Missing missing -> missing.why();
        };
    }

    private static Template.Made made(String text, EditValues values) {
        return switch (Template.parse(text)) {
            case Template.Parsed.Right right -> right.template().fill(values);
            case Template.Parsed.Wrong wrong -> throw new AssertionError(wrong.accepted());
        };
    }

    @Test
    void a_plain_text_stays_as_it_is() {
        assertThat(fill("")).isEmpty();
        assertThat(fill("5 $ {x} $x }")).isEqualTo("5 $ {x} $x }");
    }

    @Test
    void variables_are_filled_in() {
        assertThat(fill("<${body}>")).isEqualTo("<body>");
        assertThat(fill("${key}-${attempts}-${reason}")).isEqualTo("k-3-why");
        assertThat(fill("${id}")).isEqualTo(ID.toString());
        assertThat(fill("${headers.a.b}")).isEqualTo("2");
    }

    @Test
    void paths_into_the_body_are_names_with_dots_or_a_pointer() {
        assertThat(fill("${body.a.b.0}")).isEqualTo("<a|b|0 TEXT>");
        assertThat(fill("${body/a.b/c~1d~0}")).isEqualTo("<a.b|c/d~ TEXT>");
        assertThat(fill("${body.a:json}")).isEqualTo("<a WRITTEN>");
    }

    @Test
    void a_literal_can_be_written() {
        assertThat(fill("$${key} is ${key}")).isEqualTo("${key} is k");
        assertThat(fill("$$${key}")).isEqualTo("$${key}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"${", "a ${body", "${}", "${Body}", "${headers.}", "${body.}", "${body..a}"})
    void anything_else_is_no_template(String text) {
        assertThat(Template.parse(text)).isInstanceOf(Template.Parsed.Wrong.class);
    }

    @Test
    void a_body_that_is_no_text_goes_on_byte_by_byte() {
        byte[] odd = {(byte) 0xff, 0, (byte) 0xc3, 40};
        Template.Made made = made("${body}", values(null, ByteBuffer.wrap(odd)));
        assertThat(made).isEqualTo(new Template.Made.Bytes(ByteBuffer.wrap(odd)));
    }

    @Test
    void what_the_message_lacks_is_told() {
        assertThat(fill("${body.none}")).isEqualTo("The message has no body.none.");
        assertThat(fill("x ${headers.c}")).isEqualTo("The message has no headers.c.");
        assertThat(made("${key}", values(null, bytes(""))))
                .isEqualTo(new Template.Made.Missing("The message has no key."));
    }
}
