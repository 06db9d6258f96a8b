package dev.forebay.engine.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.engine.MessageId;
import dev.forebay.engine.MessageState;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterTextTest {
    private static final List<MessageState> STATES =
            List.of(MessageState.READY, MessageState.DEAD_LETTERED, MessageState.PURGED);
    private static final List<Comparison> COMPARISONS = List.of(Comparison.values());

    @Test
    void and_binds_closer_than_or_and_not_closest() {
        assertThat(parsed("key = a or not body ~ b and all"))
                .isEqualTo(
                        new MessageFilter.Or(
                                List.of(
                                        is(new TextField.Key(), new TextTest.Is("a")),
                                        new MessageFilter.And(
                                                List.of(
                                                        new MessageFilter.Not(
                                                                is(
                                                                        new TextField.Body(),
                                                                        new TextTest.Contains(
                                                                                "b"))),
                                                        new MessageFilter.All())))));
    }

    @Test
    void reads_every_field() {
        assertThat(parsed("error ~ \"time\\\"out\" and age > 1h30m"))
                .isEqualTo(
                        new MessageFilter.And(
                                List.of(
                                        is(
                                                new TextField.Reason(),
                                                new TextTest.Contains("time\"out")),
                                        new MessageFilter.Age(Comparison.GREATER, 5_400_000))));
        assertThat(parsed("header.x-tenant like 'a*'"))
                .isEqualTo(is(new TextField.Header("x-tenant"), new TextTest.Like("a*")));
        assertThat(parsed("header.\"a b\" != c"))
                .isEqualTo(
                        new MessageFilter.Not(
                                is(new TextField.Header("a b"), new TextTest.Is("c"))));
        assertThat(parsed("text !~ x"))
                .isEqualTo(
                        new MessageFilter.Not(
                                is(new TextField.Anything(), new TextTest.Contains("x"))));
        assertThat(parsed("has source")).isEqualTo(new MessageFilter.Has(new TextField.Source()));
        assertThat(parsed("state in (ready, dead-lettered)"))
                .isEqualTo(
                        new MessageFilter.InState(
                                Set.of(MessageState.READY, MessageState.DEAD_LETTERED)));
        assertThat(parsed("id = 00000007-0000-0000-0000-00000000000B"))
                .isEqualTo(new MessageFilter.HasId(new MessageId(7L << 32, 11)));
        assertThat(parsed("attempts >= 3"))
                .isEqualTo(new MessageFilter.Attempts(Comparison.AT_LEAST, 3));
        long noon = Instant.parse("2026-11-25T12:00:00Z").toEpochMilli();
        assertThat(parsed("sent < 2026-11-25T12:00:00Z")).isEqualTo(sent(noon));
        assertThat(parsed("time < 2026-11-25T12:00:00")).isEqualTo(sent(noon));
        assertThat(parsed("sent < 2026-11-25T14:00:00+02:00")).isEqualTo(sent(noon));
        assertThat(parsed("sent < 2026-11-25")).isEqualTo(sent(noon - 12 * 3_600_000));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ''                     | 0  | Expected a test
                    key                    | 3  | Expected =, !=, ~, !~ or like, not the end.
                    key =                  | 5  | Expected a value, not the end.
                    kee = a                | 0  | There is no such field
                    all and                | 7  | Expected a test
                    all all                | 4  | Expected and, or, or the end
                    (all                   | 4  | Expected ), not the end.
                    body ~ "a              | 7  | This quote is not closed.
                    body ~ "a\\n"          | 9  | goes before a quote
                    body ~ #               | 7  | cannot hold this sign
                    state = red            | 8  | ready, delayed, leased
                    state in (ready        | 15 | Expected ), not the end.
                    age > soon             | 6  | 1h30m
                    age > 1h30             | 6  | 1h30m
                    age ~ 1h               | 4  | Expected <
                    sent > 2026-13-01      | 7  | 2026-11-25
                    attempts = -1          | 11 | whole number
                    attempts = 9999999999  | 11 | whole number
                    id = 1-2-3-4-5         | 5  | message id
                    id < a                 | 3  | Expected = or !=
                    header. = a            | 8  | the header's name
                    header."a = b          | 7  | This quote is not closed.
                    "key" = a              | 0  | Expected a test
                    has age                | 4  | There is no such field
                    """)
    void says_where_it_goes_wrong_and_what_was_expected(String text, int position, String part) {
        assertThat(FilterText.parse(text))
                .isInstanceOfSatisfying(
                        FilterText.Parsed.Wrong.class,
                        wrong -> {
                            assertThat(wrong.message()).contains(part);
                            assertThat(wrong.position()).isEqualTo(position);
                        });
    }

    @Test
    void bounds_length_parts_and_depth() {
        assertThat(position("a".repeat(FilterText.MAX_LENGTH + 1)))
                .isEqualTo(FilterText.MAX_LENGTH);
        assertThat(position("all and ".repeat(FilterText.MAX_PARTS) + "all"))
                .isEqualTo("all and ".length() * FilterText.MAX_PARTS);
        assertThat(position("(".repeat(FilterText.MAX_DEPTH) + "all" + ")".repeat(16)))
                .isEqualTo(FilterText.MAX_DEPTH);
        assertThat(position("not ".repeat(4000 / 4) + "all")).isEqualTo(4 * FilterText.MAX_DEPTH);
    }

    @Test
    void what_is_written_is_read_as_the_same() {
        Random random = new Random(42);
        for (int i = 0; i < 5_000; i++) {
            MessageFilter filter = random(random, 3);
            assertThat(parsed(FilterText.write(filter))).isEqualTo(filter);
        }
    }

    private static MessageFilter random(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 11 : 8)) {
            case 0 -> new MessageFilter.All();
            case 1 -> new MessageFilter.Has(field(random));
            case 2 -> new MessageFilter.InState(Set.of(pick(random, STATES), MessageState.MOVED));
            case 3 -> new MessageFilter.HasId(new MessageId(random.nextLong(), random.nextLong()));
            case 4 -> new MessageFilter.Sent(comparison(random), random.nextLong(1L << 45));
            case 5 ->
                    new MessageFilter.Age(
                            comparison(random), random.nextLong(1L << random.nextInt(1, 45)));
            case 6 -> new MessageFilter.Attempts(comparison(random), random.nextInt(1000));
            case 7 -> is(field(random), testOf(random));
            case 8 -> new MessageFilter.Not(random(random, depth - 1));
            case 9 ->
                    new MessageFilter.And(
                            List.of(random(random, depth - 1), random(random, depth - 1)));
            default ->
                    new MessageFilter.Or(
                            List.of(random(random, depth - 1), random(random, depth - 1)));
        };
    }

    private static Comparison comparison(Random random) {
        return pick(random, COMPARISONS);
    }

    private static <T> T pick(Random random, List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private static TextField field(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> new TextField.Key();
            case 1 -> new TextField.Header(value(random));
            case 2 -> new TextField.Body();
            case 3 -> new TextField.Anything();
            case 4 -> new TextField.Reason();
            default -> new TextField.Source();
        };
    }

    private static TextTest testOf(Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> new TextTest.Is(value(random));
            case 1 -> new TextTest.Contains(value(random));
            default -> new TextTest.Like(value(random));
        };
    }

    private static String value(Random random) {
        StringBuilder value = new StringBuilder();
        for (int left = random.nextInt(6); left > 0; left--) {
            value.append("ab \\\"'*()äß=".charAt(random.nextInt(12)));
        }
        return value.toString();
    }

    private static MessageFilter is(TextField field, TextTest test) {
        return new MessageFilter.TextIs(field, test);
    }

    private static MessageFilter sent(long wall) {
        return new MessageFilter.Sent(Comparison.LESS, wall);
    }

    private static int position(String text) {
        return ((FilterText.Parsed.Wrong) FilterText.parse(text)).position();
    }

    private static MessageFilter parsed(String text) {
        assertThat(FilterText.parse(text)).isInstanceOf(FilterText.Parsed.Filter.class);
        return ((FilterText.Parsed.Filter) FilterText.parse(text)).filter();
    }
}
