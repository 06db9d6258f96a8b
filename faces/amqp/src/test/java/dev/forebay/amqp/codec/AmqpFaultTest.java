package dev.forebay.amqp.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class AmqpFaultTest {
    @ParameterizedTest
    @EnumSource
    void numbers_and_names_are_the_specifications(ReplyCode code) throws Exception {
        Field constant = AMQP.class.getField(code.name());
        assertThat(constant.getInt(null)).isEqualTo(code.number());
    }

    @Test
    void codes_from_501_on_and_two_more_end_the_connection() {
        for (ReplyCode code : ReplyCode.values()) {
            boolean hard = code.number() > 500 || code.number() == 320 || code.number() == 402;
            assertThat(code.level())
                    .isEqualTo(hard ? AmqpFault.Level.CONNECTION : AmqpFault.Level.CHANNEL);
        }
        AmqpFault soft = AmqpFault.of(ReplyCode.NOT_FOUND, "no queue 'q'").during(50, 20);
        assertThat(soft.level()).isEqualTo(AmqpFault.Level.CHANNEL);
        assertThat(soft.onConnection().level()).isEqualTo(AmqpFault.Level.CONNECTION);
        assertThat(soft.onConnection().methodId()).isEqualTo(20);
        assertThat(soft.replyText()).isEqualTo("NOT_FOUND - no queue 'q'");
    }

    @Test
    void the_text_is_cut_between_characters_to_what_a_short_string_holds() {
        for (String letter : new String[] {"a", "ä", "€", "𝄞"}) {
            AmqpFault fault = AmqpFault.of(ReplyCode.NOT_FOUND, letter.repeat(300));
            String text = fault.replyText();
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            assertThat(bytes.length).isBetween(252, 255);
            assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo(text);
            assertThat(text).endsWith(letter);
        }
    }
}
