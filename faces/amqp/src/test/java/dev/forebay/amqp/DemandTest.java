package dev.forebay.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.engine.Waiting;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * One consumer's request may be withdrawn while it is made: the engine gives others of the channel
 * what has become ready meanwhile, and that uses up the credit the request counts on.
 */
class DemandTest {
    private final List<String> came = new ArrayList<>();
    private final List<String> tooLate = new ArrayList<>();
    private boolean cancelled;

    private final Demand.Taker<String> taker =
            new Demand.Taker<>() {
                @Override
                public void came(List<String> messages) {
                    came.addAll(messages);
                }

                @Override
                public void cameTooLate(List<String> messages) {
                    tooLate.addAll(messages);
                }

                @Override
                public void refused(Refusal refusal) {
                    throw new AssertionError(refusal);
                }
            };

    private Demand<String> demand = new Demand<>(this::answer, taker);

    private Waiting answer(int most, Reply<List<String>> reply) {
        reply.ok(List.of("m"));
        return () -> cancelled = true;
    }

    private Waiting withdrawAndAnswer(int most, Reply<List<String>> reply) {
        demand.withdraw();
        return answer(most, reply);
    }

    private Waiting withdraw(int most, Reply<List<String>> reply) {
        demand.withdraw();
        return () -> cancelled = true;
    }

    @Test
    void what_is_there_comes_at_once() {
        demand.open(1);
        assertThat(came).containsExactly("m");
        assertThat(demand.isOpen()).isFalse();
    }

    @Test
    void a_request_that_is_withdrawn_while_it_is_made_takes_nothing() {
        demand = new Demand<>(this::withdrawAndAnswer, taker);
        demand.open(1);
        assertThat(came).isEmpty();
        assertThat(tooLate).containsExactly("m");
    }

    @Test
    void it_does_not_wait_any_longer() {
        demand = new Demand<>(this::withdraw, taker);
        demand.open(1);
        assertThat(cancelled).isTrue();
        assertThat(demand.isOpen()).isFalse();
    }
}
