package dev.forebay.sqs;

import dev.forebay.access.Access;
import dev.forebay.access.Authentication;
import dev.forebay.engine.EngineClock;
import dev.forebay.engine.Queues;
import dev.forebay.http.HttpExchange;
import dev.forebay.http.HttpHandler;
import dev.forebay.sqs.codec.JsonCodec;
import dev.forebay.sqs.codec.JsonFormat;
import dev.forebay.sqs.codec.QueryCodec;
import dev.forebay.sqs.codec.SqsAction;
import dev.forebay.sqs.codec.SqsError;
import dev.forebay.sqs.codec.SqsFailure;
import dev.forebay.sqs.codec.SqsRequest;
import dev.forebay.sqs.codec.XmlFormat;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.util.AsciiString;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The SQS API as a handler of HTTP requests. Thread-safe: handles requests on any event loop and
 * calls the engine on its lane.
 */
public final class SqsFace implements HttpHandler {
    private static final AsciiString AMZ_TARGET = AsciiString.cached("x-amz-target");
    private static final byte[] NO_BODY = {};

    private final Queues queues;
    private final Gate gate;
    private final SqsActions actions;
    private final Answers json;
    private final Answers xml;
    private final FastThreadLocal<Workbench> workbenches;

    /**
     * Makes the face.
     *
     * @param queues the engine
     * @param access who may do what
     * @param clock for dates of signatures, and how long ago a queue was purged
     * @param settings how to behave
     * @param receiptKey secret under which receipt handles are issued; it must stay the same over
     *     restarts for handles to stay valid. At least 16 bytes
     * @param random seeds the ids of requests
     */
    public SqsFace(
            Queues queues,
            Access access,
            EngineClock clock,
            SqsSettings settings,
            byte[] receiptKey,
            SplittableRandom random) {
        byte[] key = Arrays.copyOf(receiptKey, receiptKey.length);
        this.queues = queues;
        this.gate = new Gate(access, clock, queues.lane());
        this.workbenches =
                new FastThreadLocal<>() {
                    @Override
                    protected Workbench initialValue() {
                        synchronized (random) {
                            return new Workbench(key, random.split());
                        }
                    }
                };
        this.actions = new SqsActions(queues, settings, clock, workbenches::get);
        this.json = new Answers(JsonFormat.INSTANCE, workbenches::get);
        this.xml = new Answers(XmlFormat.INSTANCE, workbenches::get);
    }

    @Override
    public void handle(HttpExchange exchange) {
        String target = exchange.header(AMZ_TARGET);
        if (target != null) {
            handleJson(exchange, target);
        } else {
            handleQuery(exchange);
        }
    }

    private void handleJson(HttpExchange exchange, String target) {
        SqsAction action = SqsAction.targeted(target);
        if (action == null) {
            json.fail(
                    exchange,
                    SqsError.UNKNOWN_OPERATION,
                    "X-Amz-Target must be AmazonSQS. and the name of an operation.");
            return;
        }
        Authentication.Known asker = asker(exchange, json, () -> action);
        if (asker == null) {
            return;
        }
        SqsRequest request;
        try {
            byte[] body = workbenches.get().bytes(exchange.body());
            request = JsonCodec.decode(action, body, exchange.body().readableBytes());
        } catch (SqsFailure failure) {
            json.fail(exchange, failure.error(), failure.text());
            return;
        }
        perform(new Call(exchange, json, action, gate, asker), request);
    }

    private void handleQuery(HttpExchange exchange) {
        HttpMethod method = exchange.method();
        Authentication.Known asker = asker(exchange, xml, () -> decoded(exchange).action());
        if (asker == null) {
            return;
        }
        QueryCodec.Decoded decoded;
        try {
            if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.POST)) {
                throw new SqsFailure(
                        SqsError.UNKNOWN_OPERATION, "Requests are made by GET or POST only.");
            }
            decoded = decoded(exchange);
        } catch (SqsFailure failure) {
            xml.fail(exchange, failure.error(), failure.text());
            return;
        }
        perform(new Call(exchange, xml, decoded.action(), gate, asker), decoded.request());
    }

    private QueryCodec.Decoded decoded(HttpExchange exchange) {
        byte[] body = exchange.method().equals(HttpMethod.GET) ? NO_BODY : copyOfBody(exchange);
        return QueryCodec.decode(exchange.path(), exchange.query(), body);
    }

    /**
     * Who asks; null when the signature is wrong, which is answered then.
     *
     * @param action what is asked for, found out when the signature is wrong
     */
    private Authentication.@Nullable Known asker(
            HttpExchange exchange, Answers answers, Supplier<SqsAction> action) {
        if (gate.open()) {
            return Callers.of(exchange);
        }
        byte[] body = workbenches.get().bytes(exchange.body());
        return gate.enter(
                exchange,
                body,
                exchange.body().readableBytes(),
                () -> noteWrong(exchange, action),
                wrong ->
                        exchange.onLoop(() -> answers.fail(exchange, wrong.error(), wrong.text())));
    }

    private void noteWrong(HttpExchange exchange, Supplier<SqsAction> action) {
        try {
            gate.denied(
                    Callers.of(exchange).principal(),
                    action.get(),
                    "",
                    "The signature is not right.");
        } catch (SqsFailure unreadable) {
            // Nobody knows what it would have been; that the signature is wrong is the answer.
        }
    }

    private byte[] copyOfBody(HttpExchange exchange) {
        byte[] bytes = workbenches.get().bytes(exchange.body());
        return Arrays.copyOf(bytes, exchange.body().readableBytes());
    }

    private void perform(Call call, SqsRequest request) {
        if (queues.lane().inLane()) {
            call.attempt(() -> actions.perform(call, request));
        } else {
            queues.lane().execute(() -> call.attempt(() -> actions.perform(call, request)));
        }
    }
}
