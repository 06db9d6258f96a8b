package dev.forebay.httpapi;

import dev.forebay.http.HttpExchange;
import dev.forebay.http.ResponseHead;
import dev.forebay.httpapi.codec.Json;
import dev.forebay.httpapi.codec.JsonOut;
import dev.forebay.httpapi.codec.Problem;
import dev.forebay.httpapi.codec.ProblemType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** Writes answers. Callable on any thread; each exchange once. */
final class Answers {
    static final String JSON = "application/json";
    static final String PROBLEM_JSON = "application/problem+json";
    private static final int FIRST_PROBLEM = 400;
    private static final int SMALL = 512;
    private static final int MILLIS = 1_000;

    /** Answers are for the one who asked, now, and are never anything but what they say. */
    private static final Map<String, String> FRESH =
            Map.of("Cache-Control", "no-store", "X-Content-Type-Options", "nosniff");

    private static final byte[] ASKING = ResponseHead.line("WWW-Authenticate", "Bearer");

    static final ResponseHead EVENTS = ResponseHead.of(200, "text/event-stream", FRESH);
    static final ResponseHead LINES = ResponseHead.of(200, "application/x-ndjson", FRESH);
    private static final ResponseHead OK = ResponseHead.of(200, JSON, FRESH);
    private static final ResponseHead CREATED = ResponseHead.of(201, JSON, FRESH);
    private static final ResponseHead EMPTY = ResponseHead.of(204, "", FRESH);
    private static final ResponseHead SAME = ResponseHead.of(304, "", FRESH);
    private static final Map<ProblemType, ResponseHead> PROBLEMS = new EnumMap<>(ProblemType.class);

    static {
        for (ProblemType type : ProblemType.values()) {
            PROBLEMS.put(type, ResponseHead.of(type.status(), PROBLEM_JSON, FRESH));
        }
    }

    private Answers() {}

    static ByteBuf encode(HttpExchange exchange, int size, Consumer<JsonOut> write) {
        return fill(exchange.allocate(size), write);
    }

    /** Writes JSON into a buffer, which is released when that fails. */
    static ByteBuf fill(ByteBuf buffer, Consumer<JsonOut> write) {
        try (JsonOut out = Json.write(new ByteBufOutputStream(buffer))) {
            write.accept(out);
        } catch (RuntimeException defect) {
            buffer.release();
            throw defect;
        }
        return buffer;
    }

    static void json(HttpExchange exchange, int status, byte[] lines, ByteBuf body) {
        exchange.answer(head(status), lines, body);
    }

    static void bytes(HttpExchange exchange, int status, byte[] body) {
        exchange.answer(head(status), exchange.allocate(body.length).writeBytes(body));
    }

    static void problem(HttpExchange exchange, Problem problem, String instance) {
        problem(exchange, problem, instance, HttpExchange.NO_LINES);
    }

    static void problem(HttpExchange exchange, Problem problem, String instance, byte[] further) {
        ByteBuf body = encode(exchange, SMALL, out -> problem.write(out, instance));
        ResponseHead head = head(problem.type());
        // No problem that is worth another try has lines of its own.
        exchange.answer(head, further.length > 0 ? further : lines(problem), body);
    }

    /** The head of an answer that was given before. */
    static ResponseHead repeated(int status) {
        String type = status == 204 ? "" : status < FIRST_PROBLEM ? JSON : PROBLEM_JSON;
        return ResponseHead.of(
                status, type, Map.of("Cache-Control", "no-store", "Idempotency-Replayed", "true"));
    }

    static ResponseHead head(int status) {
        return switch (status) {
            case 200 -> OK;
            case 201 -> CREATED;
            case 204 -> EMPTY;
            case 304 -> SAME;
            default -> ResponseHead.of(status, JSON, FRESH);
        };
    }

    static ResponseHead head(ProblemType type) {
        return Objects.requireNonNull(PROBLEMS.get(type));
    }

    static byte[] lines(Problem problem) {
        if (problem.type() == ProblemType.UNAUTHENTICATED) {
            return ASKING;
        }
        if (problem.retryAfterMillis() < 0) {
            return HttpExchange.NO_LINES;
        }
        long seconds = Math.max(1, (problem.retryAfterMillis() + MILLIS - 1) / MILLIS);
        return ("Retry-After: " + seconds + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }
}
