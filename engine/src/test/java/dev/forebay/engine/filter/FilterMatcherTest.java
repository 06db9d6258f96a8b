package dev.forebay.engine.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.engine.MessageState;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class FilterMatcherTest {
    private static final long WALL = 10_000_000;

    @Test
    void texts_are_equal_contained_or_like() {
        Sample message = Sample.of("the Body of it").key("order-7").header("tenant", "acmé");
        assertThat(holds(message, "body = 'the Body of it'")).isTrue();
        assertThat(holds(message, "body = 'the body of it'")).isFalse();
        assertThat(holds(message, "body ~ bODY")).isTrue();
        assertThat(holds(message, "body ~ ''")).isTrue();
        assertThat(holds(message, "body ~ nobody")).isFalse();
        assertThat(holds(message, "key like 'order-*'")).isTrue();
        assertThat(holds(message, "key like 'Order-*'")).isFalse();
        assertThat(holds(message, "key like 'order-7*7'")).isFalse();
        assertThat(holds(message, "header.tenant = acmé")).isTrue();
        assertThat(holds(message, "header.Tenant = acmé")).isFalse();
        assertThat(holds(message, "text ~ acm and text ~ order and text ~ body")).isTrue();
        assertThat(holds(message, "text ~ tenant")).isFalse();
        assertThat(holds(message, "error ~ x or source ~ x or has error")).isFalse();
    }

    @Test
    void what_is_not_there_equals_nothing() {
        Sample message = Sample.of("");
        assertThat(holds(message, "key = ''")).isFalse();
        assertThat(holds(message, "key != a")).isTrue();
        assertThat(holds(message, "has key or has header.a")).isFalse();
        assertThat(holds(message.key(""), "has key and key = ''")).isTrue();
        assertThat(holds(message.header("a", ""), "has header.a")).isTrue();
    }

    @Test
    void one_of_several_headers_of_a_name_is_enough() {
        Sample message = Sample.of("").header("a", "1").header("a", "2");
        assertThat(holds(message, "header.a = 2 and header.a = 1")).isTrue();
        assertThat(holds(message, "header.a = 3")).isFalse();
    }

    @Test
    void knows_why_and_from_where_it_was_given_up() {
        Sample message = Sample.of("x").deadLettered("orders", "rejected: Timeout after 3 s", 5);
        assertThat(holds(message, "error ~ timeout and source = orders and attempts >= 5"))
                .isTrue();
        assertThat(holds(message, "error ~ refused")).isFalse();
        assertThat(holds(message, "attempts != 5")).isFalse();
    }

    @Test
    void ages_are_measured_at_the_time_given() {
        Sample message = Sample.of("x").sentAt(WALL - 60_000);
        assertThat(holds(message, "age >= 1m and age <= 1m and age = 60s")).isTrue();
        assertThat(holds(message, "age > 1m or age < 1m")).isFalse();
        assertThat(holds(Sample.of("x").sentAt(WALL), "sent = 1970-01-01T02:46:40Z")).isTrue();
    }

    @Test
    void states_and_ids_are_told_apart() {
        Sample message = Sample.of("x").state(MessageState.LEASED);
        assertThat(holds(message, "state in (ready, leased) and not state = ready")).isTrue();
        assertThat(holds(message, "state != leased")).isFalse();
        assertThat(holds(message, "id = " + message.id())).isTrue();
        assertThat(holds(message, "id != " + message.id())).isFalse();
    }

    @Test
    void like_agrees_with_a_regular_expression_and_contains_with_string() {
        Random random = new Random(7);
        for (int i = 0; i < 200_000; i++) {
            String text = letters(random, "ab", 10);
            String pattern = letters(random, "ab*", 6);
            String regex = pattern.replace("*", ".*");
            assertThat(matches(new TextTest.Like(pattern), text))
                    .as("%s like %s", text, pattern)
                    .isEqualTo(Pattern.matches(regex, text));
            String part = letters(random, "ab", 4);
            assertThat(matches(new TextTest.Contains(part), text))
                    .as("%s ~ %s", text, part)
                    .isEqualTo(text.contains(part));
        }
    }

    @Test
    void a_star_can_stand_for_itself() {
        assertThat(matches(new TextTest.Like("a\\*b"), "a*b")).isTrue();
        assertThat(matches(new TextTest.Like("a\\*b"), "axb")).isFalse();
        assertThat(matches(new TextTest.Like("\\\\*"), "\\x")).isTrue();
        assertThat(matches(new TextTest.Like("a\\b"), "a\\b")).isTrue();
    }

    /** With backtracking each of these would take hours. */
    @Test
    @Timeout(20)
    void takes_linear_time_on_hostile_texts() {
        String hostile = "a".repeat(1 << 20);
        String needle = "a".repeat(2_000) + "b";
        String stars = "*a".repeat(1_900) + "*b*";
        long begin = System.nanoTime();
        assertThat(matches(new TextTest.Contains(needle), hostile)).isFalse();
        assertThat(matches(new TextTest.Like("*" + needle + "*"), hostile)).isFalse();
        assertThat(matches(new TextTest.Like(stars), hostile)).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
    }

    private static String letters(Random random, String of, int most) {
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(most + 1); left > 0; left--) {
            text.append(of.charAt(random.nextInt(of.length())));
        }
        return text.toString();
    }

    private static boolean matches(TextTest test, String text) {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        return TextMatcher.of(test).matches(bytes);
    }

    private static boolean holds(Sample message, String filter) {
        return switch (FilterText.parse(filter)) {
            case FilterText.Parsed.Filter parsed ->
                    FilterMatcher.of(parsed.filter()).matches(message, WALL);
            case FilterText.Parsed.Wrong wrong ->
                    throw new AssertionError(wrong.position() + ": " + wrong.message());
        };
    }
}
