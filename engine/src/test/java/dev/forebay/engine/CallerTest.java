package dev.forebay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CallerTest {
    @Test
    void what_a_client_calls_itself_is_cut_and_made_printable() {
        Caller caller = new Caller("sqs", "", "10.0.0.1", "a\r\nb" + "x".repeat(1_000));

        assertThat(caller.client()).startsWith("a??bx").hasSize(Caller.MAX_CLIENT);
    }

    @Test
    void knowing_the_user_keeps_the_rest() {
        Caller caller = new Caller("sqs", "", "10.0.0.1", "boto3");

        assertThat(caller.authenticated()).isFalse();
        assertThat(caller.withUser("ann")).isEqualTo(new Caller("sqs", "ann", "10.0.0.1", "boto3"));
        assertThat(caller.withUser("")).isSameAs(caller);
    }
}
