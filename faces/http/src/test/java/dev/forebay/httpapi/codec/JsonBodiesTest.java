package dev.forebay.httpapi.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.engine.edit.BodyReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonBodiesTest {
    private static final String ORDER =
            "{\"a\": {\"b\": \"say \\\"\u00fc\\\"\", \"n\": -1.50, \"t\": true}, \"skip\": {\"b\": [[1], {}]},"
                    + " \"list\": [1, {\"x\": null}, [ 2 , 3 ]], \"\": \"empty\"}";

    private static Optional<String> find(String body, BodyReader.As as, String... path) {
        return new JsonBodies()
                .find(ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)), List.of(path), as)
                .map(found -> StandardCharsets.UTF_8.decode(found).toString());
    }

    private static Optional<String> text(String... path) {
        return find(ORDER, BodyReader.As.TEXT, path);
    }

    @Test
    void a_string_is_what_it_says_and_the_rest_as_it_is_written() {
        assertThat(text("a", "b")).contains("say \"\u00fc\"");
        assertThat(text("a", "n")).contains("-1.50");
        assertThat(text("a", "t")).contains("true");
        assertThat(text("list", "1", "x")).contains("null");
        assertThat(text("list", "2")).contains("[ 2 , 3 ]");
        assertThat(text("list", "0")).contains("1");
        assertThat(text("")).contains("empty");
    }

    @Test
    void written_keeps_quotes() {
        assertThat(find(ORDER, BodyReader.As.WRITTEN, "a", "b")).contains("\"say \\\"\u00fc\\\"\"");
        assertThat(find("7", BodyReader.As.WRITTEN)).contains("7");
    }

    @Test
    void what_is_not_there_is_not_found() {
        assertThat(text("a", "c")).isEmpty();
        assertThat(text("a", "b", "c")).isEmpty();
        assertThat(text("list", "3")).isEmpty();
        assertThat(text("list", "x")).isEmpty();
        assertThat(text("list", "-1")).isEmpty();
    }

    @Test
    void bodies_that_are_not_json_hold_nothing() {
        for (String body : List.of("", "order=7", "{\"a\": ", "\u0000{", "{")) {
            assertThat(find(body, BodyReader.As.TEXT, "a")).as(body).isEmpty();
        }
    }
}
