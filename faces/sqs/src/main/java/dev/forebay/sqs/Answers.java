package dev.forebay.sqs;

import dev.forebay.http.HttpExchange;
import dev.forebay.http.ResponseHead;
import dev.forebay.sqs.codec.SqsAction;
import dev.forebay.sqs.codec.SqsError;
import dev.forebay.sqs.codec.SqsResponse;
import dev.forebay.sqs.codec.WireFormat;
import io.netty.buffer.ByteBuf;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/** Writes answers in one wire format. On the connection's event loop. */
final class Answers {
    private static final int ERROR_BYTES = 512;
    private static final String REQUEST_ID = "x-amzn-RequestId";

    private final WireFormat format;
    private final Supplier<Workbench> workbench;
    private final ResponseHead ok;
    private final Map<SqsError, ResponseHead> errors = new EnumMap<>(SqsError.class);

    Answers(WireFormat format, Supplier<Workbench> workbench) {
        this.format = format;
        this.workbench = workbench;
        this.ok = ResponseHead.of(200, format.contentType(), Map.of());
        for (SqsError error : SqsError.values()) {
            String fault = error.senderFault() ? "Sender" : "Receiver";
            errors.put(
                    error,
                    ResponseHead.of(
                            error.status(),
                            format.contentType(),
                            Map.of("x-amzn-query-error", error.queryCode() + ";" + fault)));
        }
    }

    void answer(HttpExchange exchange, SqsAction action, SqsResponse response) {
        String requestId = workbench.get().requestId();
        ByteBuf body = encode(exchange, action, response, requestId);
        exchange.answer(ok, ResponseHead.line(REQUEST_ID, requestId), body);
    }

    void answer(
            HttpExchange exchange, SqsAction action, SqsResponse response, Runnable undelivered) {
        String requestId = workbench.get().requestId();
        ByteBuf body = encode(exchange, action, response, requestId);
        exchange.answer(ok, ResponseHead.line(REQUEST_ID, requestId), body, undelivered);
    }

    void fail(HttpExchange exchange, SqsError error, String message) {
        String requestId = workbench.get().requestId();
        ByteBuf body = exchange.allocate(ERROR_BYTES);
        format.write(requestId, error, message, body);
        ResponseHead head = errors.get(error);
        if (head == null) {
            throw new IllegalStateException("no head for " + error);
        }
        exchange.answer(head, ResponseHead.line(REQUEST_ID, requestId), body);
    }

    private ByteBuf encode(
            HttpExchange exchange, SqsAction action, SqsResponse response, String requestId) {
        ByteBuf body = exchange.allocate(format.size(response));
        format.write(action, requestId, response, body);
        return body;
    }
}
