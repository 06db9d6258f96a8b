package dev.forebay.httpapi.codec;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values of a body are masked, and nothing else of it changes. */
class JsonMaskTest {
    private static String masked(String json, String... paths) {
        List<List<String>> all =
                Arrays.stream(paths)
                        .map(path ->
                                path.isEmpty() ? List.<String>of() : List.of(path.split("\\.")))
                        .toList();
        return new String(JsonMask.of(json.getBytes(UTF_8), all).orElseThrow(), UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "card.number | {\"card\": {\"number\": 4111, \"cvc\": 1}} | {\"card\": {\"number\": \"***\", \"cvc\": 1}}",
                "a | {\"a\":\"x\\\"y\",\"a\":{\"b\":[1]}} | {\"a\":\"***\",\"a\":\"***\"}",
                "a.*.b | {\"a\":[{\"b\":1},{\"b\":2,\"c\":3}]} | {\"a\":[{\"b\":\"***\"},{\"b\":\"***\",\"c\":3}]}",
                "a.1 | {\"a\":[true,false,null]} | {\"a\":[true,\"***\",null]}",
                "\u00e4 | {\"\\u00e4\": 1, \"b\": \"\u00e4\"} | {\"\\u00e4\": \"***\", \"b\": \"\u00e4\"}",
                "'' | [1, 2] | \"***\""
            })
    void what_is_at_a_path_is_masked(String path, String json, String meant) {
        assertThat(masked(json, path.equals("''") ? "" : path)).isEqualTo(meant);
    }

    @Test
    void digits_escapes_and_white_space_stay() {
        String json =
                "{ \"n\": 1.10e+02, \"big\":123456789012345678901234567890,\t\"s\":\"\\u0041\" , \"x\":1}";
        assertThat(masked(json, "x")).isEqualTo(json.replace("\"x\":1", "\"x\":\"***\""));
        assertThat(masked(json, "y", "n.z")).isEqualTo(json);
    }

    @Test
    void in_what_is_no_json_nobody_can_tell_where_values_are() {
        byte[][] bodies = {
            new byte[0],
            "card 4111".getBytes(UTF_8),
            "{\"a\":1} {\"a\":2}".getBytes(UTF_8),
            "{\"a\":1".getBytes(UTF_8),
            "\ufeff{\"a\":1}".getBytes(UTF_8),
            "{\"a\":1}".getBytes(UTF_16),
            {'"', (byte) 0xC3, '"'}
        };
        for (byte[] body : bodies) {
            assertThat(JsonMask.of(body, List.of(List.of("a")))).isEmpty();
        }
    }
}
