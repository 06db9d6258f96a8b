package dev.forebay.amqp.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.impl.LongStringHelper;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class FieldValuesTest {
    /** Each line is equal within itself and to no other. */
    private static final List<List<Object>> ALIKE =
            List.of(
                    List.of(
                            (byte) 5,
                            (short) 5,
                            5,
                            5L,
                            Date.from(Instant.ofEpochMilli(5000L)),
                            Date.from(Instant.ofEpochMilli(5999L))),
                    List.of(5.0f, 5.0),
                    List.of("5", LongStringHelper.asLongString("5"), bytes("5")),
                    List.of(new BigDecimal("5")),
                    List.of(new BigDecimal("5.0")),
                    List.of(true, true),
                    List.of(List.of("5", 5), List.of(LongStringHelper.asLongString("5"), 5L)),
                    List.of(List.of(5, "5")),
                    List.of(Map.of("k", bytes("5")), Map.of("k", "5")),
                    List.of(-5, -5L));

    @Test
    void fields_are_equal_by_value_and_not_by_type_letter() {
        for (int line = 0; line < ALIKE.size(); line++) {
            for (int other = 0; other < ALIKE.size(); other++) {
                assertAlike(ALIKE.get(line), ALIKE.get(other), line == other);
            }
        }
        assertThat(FieldValues.matchable(null)).isNull();
    }

    private static void assertAlike(List<Object> ones, List<Object> others, boolean alike) {
        for (Object one : ones) {
            for (Object other : others) {
                Object left = FieldValues.matchable(one);
                Object right = FieldValues.matchable(other);
                assertThat(Objects.equals(left, right)).as(one + ", " + other).isEqualTo(alike);
                if (alike) {
                    assertThat(Objects.hashCode(left)).isEqualTo(Objects.hashCode(right));
                }
            }
        }
    }

    @Test
    void any_value_has_a_text() {
        assertThat(FieldValues.text(null)).isEmpty();
        assertThat(FieldValues.text(LongStringHelper.asLongString("ä"))).isEqualTo("ä");
        assertThat(FieldValues.text("ä")).isEqualTo("ä");
        assertThat(FieldValues.text(bytes("ä"))).isEqualTo("ä");
        assertThat(FieldValues.text((byte) 7)).isEqualTo("7");
        assertThat(FieldValues.text(true)).isEqualTo("true");
        assertThat(FieldValues.text(Date.from(Instant.ofEpochMilli(7000L)))).isEqualTo("7");
        assertThat(FieldValues.isText("x")).isTrue();
        assertThat(FieldValues.isText(bytes("x"))).isFalse();
        assertThat(FieldValues.isText(null)).isFalse();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
