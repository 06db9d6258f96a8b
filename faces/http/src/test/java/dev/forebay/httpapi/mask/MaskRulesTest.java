package dev.forebay.httpapi.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forebay.engine.filter.FilterText;
import dev.forebay.engine.filter.MessageFilter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How rules are written, and which filters would find out what they mask. */
class MaskRulesTest {
    private static final MaskRules RULES =
            MaskRules.parse(
                    "orders.*: $.cards.*.number, $.card.number, header:authorization; plain: header:x");

    private static MessageFilter filter(String text) {
        return ((FilterText.Parsed.Filter) FilterText.parse(text)).filter();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "orders.*       | names no queues",
                ": $.a          | names no queues",
                "o?: $.a        | has a ?",
                "o: card.number | \"card.number\" is neither",
                "o: $.a,        | \"\" is neither",
                "o: $..a        | \"$..a\" is neither",
                "o: $.[         | has a bracket",
                "o: $.$         | has a bracket",
                "o: $.a[0]      | has a bracket",
                "o: header:     | \"header:\" is neither"
            })
    void what_is_wrong_with_a_rule_is_said(String rule, String why) {
        assertThatThrownBy(() -> MaskRules.parse("fine: $; " + rule)).hasMessageContaining(why);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "body ~ \"4111\"",
                "text ~ \"4111\"",
                "header.Authorization = \"x\"",
                "not (header.authorization like \"x*\")",
                "attempts > 1 or (age > 1s and body ~ \"x\")"
            })
    void a_filter_asks_for_what_is_masked(String text) {
        assertThat(RULES.areAskedBy(filter(text), "orders.eu")).isTrue();
        assertThat(RULES.areAskedBy(filter(text), "bills")).isFalse();
        assertThat(RULES.guarded(filter(text))).isNotEqualTo(filter(text));
    }

    @Test
    void a_filter_that_asks_for_something_else_is_left_alone() {
        MessageFilter other = filter("key = \"k\" and header.color = \"red\" and state = ready");
        assertThat(RULES.areAskedBy(other, "orders.eu")).isFalse();
        assertThat(RULES.guarded(other)).isEqualTo(other);
        assertThat(RULES.areAskedBy(filter("body ~ \"x\""), "plain")).isFalse();
        assertThat(MaskRules.NONE.isEmpty()).isTrue();
    }
}
