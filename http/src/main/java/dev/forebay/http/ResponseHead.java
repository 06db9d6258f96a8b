package dev.forebay.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Status line and fixed header fields of an answer, encoded once and used for many. {@code Date},
 * {@code Content-Length} and {@code Connection} are added by the exchange. Immutable.
 */
public final class ResponseHead {
    final byte[] bytes;
    final int status;

    private ResponseHead(int status, byte[] bytes) {
        this.status = status;
        this.bytes = bytes;
    }

    /**
     * Encodes a head.
     *
     * @param status 200 to 599
     * @param contentType empty for none
     * @param headers further fields; names and values are the program's own, not a client's
     */
    public static ResponseHead of(int status, String contentType, Map<String, String> headers) {
        StringBuilder text = new StringBuilder("HTTP/1.1 ");
        text.append(HttpResponseStatus.valueOf(status)).append("\r\n");
        if (!contentType.isEmpty()) {
            field(text, "Content-Type", contentType);
        }
        headers.forEach((name, value) -> field(text, name, value));
        return new ResponseHead(status, text.toString().getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * One header field as a line, for {@link HttpExchange#answer(ResponseHead, byte[],
     * io.netty.buffer.ByteBuf)}.
     */
    public static byte[] line(String name, String value) {
        StringBuilder text = new StringBuilder(name.length() + value.length() + 4);
        field(text, name, value);
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    public int status() {
        return status;
    }

    private static void field(StringBuilder text, String name, String value) {
        if (hasLineBreak(name) || hasLineBreak(value)) {
            throw new IllegalArgumentException("line break in header " + name);
        }
        text.append(name).append(": ").append(value).append("\r\n");
    }

    private static boolean hasLineBreak(String text) {
        return text.indexOf('\r') >= 0 || text.indexOf('\n') >= 0;
    }
}
