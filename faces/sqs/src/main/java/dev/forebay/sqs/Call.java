package dev.forebay.sqs;

import dev.forebay.access.Authentication;
import dev.forebay.access.Operation;
import dev.forebay.access.Principal;
import dev.forebay.engine.Caller;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.engine.Send;
import dev.forebay.engine.TraceContext;
import dev.forebay.http.HttpExchange;
import dev.forebay.sqs.codec.SqsAction;
import dev.forebay.sqs.codec.SqsError;
import dev.forebay.sqs.codec.SqsFailure;
import dev.forebay.sqs.codec.SqsRequest;
import dev.forebay.sqs.codec.SqsResponse;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One request on its way through the face, and the way back. */
final class Call {
    private final HttpExchange exchange;
    private final Answers answers;
    private final SqsAction action;
    private final String host;
    private final @Nullable TraceContext trace;
    private final Gate gate;
    private final Authentication.Known asker;

    Call(
            HttpExchange exchange,
            Answers answers,
            SqsAction action,
            Gate gate,
            Authentication.Known asker) {
        this.exchange = exchange;
        this.answers = answers;
        this.action = action;
        this.host = exchange.host();
        String parent = exchange.header(TraceContext.PARENT);
        this.trace =
                parent == null
                        ? null
                        : TraceContext.of(parent, exchange.header(TraceContext.STATE));
        this.gate = gate;
        this.asker = asker;
    }

    SqsAction action() {
        return action;
    }

    /** Who asks, for the engine. */
    Caller caller() {
        return principal().caller();
    }

    /**
     * What is sent by this call, in the trace of its request where the message is in none.
     *
     * @param most bytes of a message that its queue takes
     */
    Send traced(Send send, int most) {
        return trace == null ? send : trace.addTo(send, most);
    }

    private Principal principal() {
        return asker.principal();
    }

    /**
     * Throws when the key was revoked, or the right taken away, while the call waited. On the
     * engine's lane.
     */
    void admitAgain(Operation operation, String queue) {
        if (!gate.open() && !asker.standing().holds()) {
            throw new SqsFailure(
                    SqsError.INVALID_CLIENT_TOKEN_ID, "The access key is not valid any more.");
        }
        require(operation, queue);
    }

    /** True while there are no users. */
    boolean isOpen() {
        return gate.open();
    }

    /** Throws AccessDenied unless the caller may. On the engine's lane. */
    void require(Operation operation, String queue) {
        if (!gate.open()) {
            try {
                gate.require(principal(), operation, queue);
            } catch (SqsFailure denied) {
                gate.denied(principal(), action, queue, denied.text());
                throw denied;
            }
        }
    }

    /**
     * True when the caller may see the queue in a list. To find it by its name takes less: whoever
     * may enter its virtual host can. On the engine's lane.
     */
    boolean maySee(String queue) {
        return gate.open() || gate.allows(principal(), Operation.SEE_QUEUE, queue);
    }

    /** Throws AccessDenied unless the caller may do what the request asks for. */
    void admit(SqsRequest request) {
        if (!gate.open()) {
            require(SqsRules.operation(action), SqsRules.queue(request));
        }
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
