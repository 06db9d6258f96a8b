package dev.forebay.http;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Writes heads of answers in front of their bodies. One for each event loop; used on it only. */
final class ResponseEncoder {
    private static final byte[] LENGTH = ascii("Content-Length: ");
    private static final byte[] CLOSE = ascii("Connection: close\r\n");
    private static final byte[] KEEP = ascii("Connection: keep-alive\r\n");
    private static final byte[] CHUNKED = ascii("Transfer-Encoding: chunked\r\n");
    private static final byte[] LINE_BREAK = ascii("\r\n");
    private static final byte[] END = ascii("\r\n\r\n");
    private static final int MAX_DIGITS = 10;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    /** RFC 9110 §5.6.7: always two digits for the day, always GMT. */
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    private final InstantSource wallClock;
    private final byte[] digits = new byte[MAX_DIGITS];
    private byte[] date;

    ResponseEncoder(InstantSource wallClock) {
        this.wallClock = wallClock;
        this.date = dateLine(wallClock.instant());
    }

    /** Takes over the current second for the Date header. Called at least once a second. */
    void refreshDate() {
        date = dateLine(wallClock.instant());
    }

    /** Puts the head before the body; returns the buffer to be written. */
    ByteBuf finish(HttpExchange exchange, ResponseHead head, byte[] lines, ByteBuf body) {
        int length = body.readableBytes();
        byte[] connection = connectionLine(exchange);
        // A 204 has no length of its own, and that of a 304 would be that of a 200 (RFC 9110 §8.6).
        boolean bare = head.status == NO_CONTENT || head.status == NOT_MODIFIED;
        byte[] lengthName = bare ? HttpExchange.NO_LINES : LENGTH;
        byte[] headEnd = bare ? LINE_BREAK : END;
        int digitCount = bare ? 0 : formatDigits(length);
        int size =
                head.bytes.length
                        + date.length
                        + lines.length
                        + connection.length
                        + lengthName.length
                        + digitCount
                        + headEnd.length;
        if (exchange.headOnly()) {
            body.writerIndex(body.readerIndex());
        }
        ByteBuf out = body;
        int end = body.writerIndex();
        if (size > body.readerIndex()) {
            out = body.alloc().directBuffer(size + body.readableBytes());
            out.setIndex(size, size);
            out.writeBytes(body);
            body.release();
            end = out.writerIndex();
        }
        int start = out.readerIndex() - size;
        out.setIndex(0, start);
        out.writeBytes(head.bytes).writeBytes(date).writeBytes(lines).writeBytes(connection);
        out.writeBytes(lengthName).writeBytes(digits, MAX_DIGITS - digitCount, digitCount);
        out.writeBytes(headEnd);
        return out.setIndex(start, end);
    }

    /** The head of an answer whose length is not known; never for a request of HEAD. */
    ByteBuf streamHead(HttpExchange exchange, ResponseHead head, byte[] lines) {
        byte[] connection = exchange.last ? CLOSE : HttpExchange.NO_LINES;
        byte[] framing = exchange.oldVersion() ? HttpExchange.NO_LINES : CHUNKED;
        int size =
                head.bytes.length
                        + date.length
                        + lines.length
                        + connection.length
                        + framing.length
                        + LINE_BREAK.length;
        ByteBuf out = exchange.rawBuffer(size);
        out.writeBytes(head.bytes).writeBytes(date).writeBytes(lines).writeBytes(connection);
        return out.writeBytes(framing).writeBytes(LINE_BREAK);
    }

    private static byte[] connectionLine(HttpExchange exchange) {
        if (exchange.last) {
            return CLOSE;
        }
        return exchange.oldVersion() ? KEEP : HttpExchange.NO_LINES;
    }

    private int formatDigits(int value) {
        int rest = value;
        int at = MAX_DIGITS;
        do {
            digits[--at] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
        return MAX_DIGITS - at;
    }

    private static byte[] dateLine(Instant now) {
        return ascii("Date: " + DATE.format(now) + "\r\n");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
