package dev.forebay.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Requests that the listener refuses before any handler sees them. Each is answered with a line of
 * text, or in the form of the handler whose path it is ({@link HttpHandler#refused}), then the
 * connection is closed, since what follows on it cannot be trusted to be framed.
 */
public enum Rejection {
    MALFORMED(400, "The request is not well-formed HTTP/1.1."),
    NO_HOST(400, "A request must carry exactly one Host header."),
    AMBIGUOUS_LENGTH(400, "The length of the request body is given more than once or unclearly."),
    TIMEOUT(408, "The request did not arrive in time."),
    BODY_TOO_LARGE(413, "The request body is larger than this server takes (http.max-body)."),
    LINE_TOO_LONG(414, "The request line is longer than this server takes."),
    CONTENT_CODING(415, "Compressed request bodies are not accepted; send the body as it is."),
    UNKNOWN_EXPECTATION(417, "Only \"Expect: 100-continue\" is understood."),
    HEAD_TOO_LARGE(431, "The request has more or larger headers than this server takes."),
    METHOD(501, "CONNECT and TRACE are not served here."),
    TRANSFER_CODING(501, "Only the transfer coding \"chunked\" is understood."),
    OVERLOADED(503, "The server is busy with as many bytes as it takes at once. Retry later."),
    TOO_MANY_CONNECTIONS(503, "The server has as many connections as it takes. Retry later."),
    VERSION(505, "Only HTTP/1.1 and HTTP/1.0 are spoken here.");

    private final int status;
    private final String text;

    Rejection(int status, String text) {
        this.status = status;
        this.text = text;
    }

    /** The HTTP status it is answered with. */
    public int status() {
        return status;
    }

    /** One sentence for people. */
    public String text() {
        return text;
    }

    /** With a line of text. */
    public RefusedAnswer plain() {
        return new RefusedAnswer(head(), HttpExchange.NO_LINES, body());
    }

    ResponseHead head() {
        return ResponseHead.of(status, "text/plain; charset=utf-8", Map.of());
    }

    byte[] body() {
        return (text + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
