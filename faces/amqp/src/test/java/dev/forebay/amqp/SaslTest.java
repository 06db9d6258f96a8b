package dev.forebay.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.impl.LongStringHelper;
import dev.forebay.amqp.codec.AmqpFailure;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses that official clients cannot be made to send. */
class SaslTest {
    private static Sasl.Login plain(String response) {
        return Sasl.read("PLAIN", LongStringHelper.asLongString(response), Optional.empty());
    }

    @Test
    void plain_has_a_name_and_a_password() {
        assertThat(plain("\0alice\0pw")).isEqualTo(new Sasl.Login.ByPassword("alice", "pw"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bob\0alice\0pw",
                "alice\0alice\0pw",
                "\0alice\0pw\0",
                "\0alice",
                "",
                "alice"
            })
    void who_would_act_for_another_or_says_something_else_is_refused(String response) {
        assertThatThrownBy(() -> plain(response))
                .isInstanceOf(AmqpFailure.class)
                .satisfies(thrown ->
                        assertThat(((AmqpFailure) thrown).fault().code().number()).isEqualTo(502));
    }
}
