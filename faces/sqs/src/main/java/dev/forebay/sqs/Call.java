package dev.forebay.sqs;

import dev.forebay.engine.Caller;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.http.HttpExchange;
import dev.forebay.sqs.codec.SqsAction;
import dev.forebay.sqs.codec.SqsError;
import dev.forebay.sqs.codec.SqsFailure;
import dev.forebay.sqs.codec.SqsResponse;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One request on its way through the face, and the way back. */
final class Call {
    private final HttpExchange exchange;
    private final Answers answers;
    private final SqsAction action;
    private final String host;
    private final Caller caller;

    Call(HttpExchange exchange, Answers answers, SqsAction action) {
        this.exchange = exchange;
        this.answers = answers;
        this.action = action;
        this.host = exchange.host();
        this.caller = Callers.of(exchange);
    }

    SqsAction action() {
        return action;
    }

    /** Who asks, for the engine. */
    Caller caller() {
        return caller;
    }

    HttpExchange exchange() {
        return exchange;
    }

    /** Scheme and authority by which the caller reached the server. */
    String base() {
        return (exchange.secure() ? "https://" : "http://") + host;
    }

    /** Answers. On any thread. */
    void answer(SqsResponse response) {
        exchange.onLoop(() -> answers.answer(exchange, action, response));
    }

    /**
     * Answers with what is made on the connection's event loop; {@code undelivered} runs there when
     * it could not be sent any more.
     */
    void answer(Supplier<SqsResponse> response, Runnable undelivered) {
        exchange.onLoop(() -> {
            if (exchange.open()) {
                answers.answer(exchange, action, response.get(), undelivered);
            } else {
                undelivered.run();
            }
        });
    }

    void fail(SqsError error, String message) {
        exchange.onLoop(() -> answers.fail(exchange, error, message));
    }

    void refuse(Refusal refusal) {
        fail(Refusals.error(refusal), refusal.message());
    }

    /** Runs a step; a failure in it is the answer. */
    void attempt(Runnable step) {
        try {
            step.run();
        } catch (SqsFailure failure) {
            fail(failure.error(), failure.text());
        }
    }

    /** A reply whose refusal is answered, and whose value goes on to the next step. */
    <T> Reply<T> reply(Consumer<T> next) {
        return new Reply<>() {
            @Override
            public void ok(T value) {
                attempt(() -> next.accept(value));
            }

            @Override
            public void refused(Refusal refusal) {
                refuse(refusal);
            }
        };
    }
}
