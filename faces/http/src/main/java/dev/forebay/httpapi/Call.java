package dev.forebay.httpapi;

import dev.forebay.access.Authentication;
import dev.forebay.access.Operation;
import dev.forebay.access.Principal;
import dev.forebay.engine.Caller;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.engine.Send;
import dev.forebay.engine.TraceContext;
import dev.forebay.http.HttpExchange;
import dev.forebay.http.ResponseHead;
import dev.forebay.httpapi.codec.ApiFailure;
import dev.forebay.httpapi.codec.JsonOut;
import dev.forebay.httpapi.codec.Problem;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One request on its way through the face, and the way back. */
final class Call {
    private static final int NOT_MODIFIED = 304;

    private final HttpExchange exchange;
    private final Route route;
    private final List<String> segments;
    private final Query query;
    private final Entrance entrance;
    private final Authentication.Known asker;
    private final @Nullable TraceContext trace;
    private Answered answered = Answered.NOBODY;

    /** Gets to see an answer before it leaves, to repeat it later. On any thread. */
    interface Answered {
        Answered NOBODY = (_, _, _, send) -> send.run();

        /**
         * Told once.
         *
         * @param lines further header lines
         * @param body from reader to writer index, not taken over
         * @param send lets the answer go
         */
        void answered(int status, byte[] lines, ByteBuf body, Runnable send);
    }

    Call(
            HttpExchange exchange,
            Route route,
            List<String> segments,
            Query query,
            Entrance entrance,
            Authentication.Known asker) {
        this.exchange = exchange;
        this.route = route;
        this.segments = segments;
        this.query = query;
        this.entrance = entrance;
        this.asker = asker;
        String parent = exchange.header(TraceContext.PARENT);
        this.trace =
                parent == null
                        ? null
                        : TraceContext.of(parent, exchange.header(TraceContext.STATE));
    }

    HttpExchange exchange() {
        return exchange;
    }

    Route route() {
        return route;
    }

    /** Who asks, for the engine. */
    Caller caller() {
        return principal().caller();
    }

    /** What is sent by this call, in the trace of its request where a message is in none. */
    List<Send> traced(List<Send> sends, QueueInfo to) {
        return trace == null ? sends : sends.stream().map(send -> traced(send, to)).toList();
    }

    Send traced(Send send, QueueInfo to) {
        return trace == null ? send : trace.addTo(send, to.settings().maxMessageBytes());
    }

    Principal principal() {
        return asker.principal();
    }

    /** Whether who asks is still known by what he brought. */
    Authentication.Standing standing() {
        return asker.standing();
    }

    /** True while there are no users. On any thread. */
    boolean isOpen() {
        return entrance.open();
    }

    /** Fails unless what the route needs is allowed. On the engine's lane. */
    void admit() {
        entrance.admit(this);
    }

    /** Fails unless the caller may. On the engine's lane. */
    void require(Operation operation, String onQueue) {
        entrance.require(this, operation, onQueue);
    }

    /** True when the caller may. On the engine's lane. */
    boolean may(Operation operation, String onQueue) {
        return entrance.allows(principal(), operation, onQueue);
    }

    /**
     * Notes that it was not allowed.
     *
     * @param queue the one that it is about where the address names none; or empty
     */
    void denied(String queue, String reason) {
        entrance.denials().note(caller(), route, segments, queue, reason);
    }

    Query query() {
        return query;
    }

    void onAnswer(Answered listener) {
        answered = listener;
    }

    /** What the path has in the place of {@code {name}}. */
    String part(String name) {
        return segments.get(route.segments().indexOf("{" + name + "}"));
    }

    String queue() {
        return part("queue");
    }

    /** Answers with JSON under the route's own status. On any thread. */
    void json(Consumer<JsonOut> write) {
        json(route.form().status(), HttpExchange.NO_LINES, write);
    }

    void json(int status, byte[] lines, Consumer<JsonOut> write) {
        ByteBuf body = Answers.encode(exchange, 512, write);
        answered.answered(status, lines, body, () -> Answers.json(exchange, status, lines, body));
    }

    /** Answers 200 with JSON that was written before. */
    void raw(byte[] json) {
        Answers.bytes(exchange, 200, json);
    }

    /** Answers 204. */
    void empty() {
        empty(HttpExchange.NO_LINES);
    }

    /** Answers 204 with further header lines. */
    void empty(byte[] lines) {
        ByteBuf nothing = exchange.allocate(0);
        answered.answered(204, lines, nothing, () -> Answers.json(exchange, 204, lines, nothing));
    }

    /**
     * Answers with something that has a tag, or 304 when the client has it already.
     *
     * @param etag as in the header
     */
    void tagged(String etag, Consumer<JsonOut> write) {
        byte[] line = ResponseHead.line("ETag", etag);
        String known = exchange.header(HttpHeaderNames.IF_NONE_MATCH);
        if (known != null && !route.writes() && EntityTags.name(known, etag)) {
            Answers.json(exchange, NOT_MODIFIED, line, exchange.allocate(0));
        } else {
            json(route.form().status(), line, write);
        }
    }

    /** The tags of what it is to change, and nothing else; null when it may be as it will. */
    @Nullable String condition() {
        return exchange.header(HttpHeaderNames.IF_MATCH);
    }

    void fail(Problem problem) {
        ByteBuf seen = Answers.encode(exchange, 512, out -> problem.write(out, instance()));
        answered.answered(
                problem.type().status(),
                HttpExchange.NO_LINES,
                seen,
                () -> {
                    seen.release();
                    Answers.problem(exchange, problem, instance());
                });
    }

    private String instance() {
        return exchange.path();
    }

    /** Runs a step; a failure in it is the answer. */
    void attempt(Runnable step) {
        try {
            step.run();
        } catch (ApiFailure failure) {
            fail(failure.problem());
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
                fail(Refusals.problem(refusal));
            }
        };
    }
}
