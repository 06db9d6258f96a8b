package dev.forebay.server.logs;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * One line an event: time, level, sentence, then what it concerns as {@code key=value}. An
 * exception becomes the tail of the line, with the calls that led to it, innermost first. Control
 * characters are escaped, so that nobody's text can pass for a line of its own.
 */
final class LineEncoder extends EncoderBase<ILoggingEvent> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final byte[] NOTHING = new byte[0];

    /** Deeper calls are the framework's, not ours. */
    private static final int MOST_CALLS = 40;

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(160);
        TIME.formatTo(Instant.ofEpochMilli(event.getTimeStamp()), line);
        line.append(' ').append(event.getLevel());
        line.append(event.getLevel().levelStr.length() < 5 ? "  " : " ");
        escape(event.getFormattedMessage(), line);
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        if (pairs != null) {
            pairs.forEach(pair -> pair(pair.key, String.valueOf(pair.value), line));
        }
        exception(event.getThrowableProxy(), line);
        return line.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void exception(@Nullable IThrowableProxy thrown, StringBuilder line) {
        String key = "exception";
        for (IThrowableProxy at = thrown; at != null; at = at.getCause()) {
            pair(key, at.getClassName() + ": " + at.getMessage(), line);
            pair("at", calls(at), line);
            key = "cause";
        }
    }

    private static String calls(IThrowableProxy thrown) {
        StringBuilder calls = new StringBuilder();
        StackTraceElementProxy[] trace = thrown.getStackTraceElementProxyArray();
        for (int i = 0; i < Math.min(trace.length, MOST_CALLS); i++) {
            StackTraceElement call = trace[i].getStackTraceElement();
            calls.append(i == 0 ? "" : " < ")
                    .append(call.getFileName())
                    .append(':')
                    .append(call.getLineNumber());
        }
        return calls.toString();
    }

    private static void pair(String key, String value, StringBuilder line) {
        line.append(' ').append(key).append('=');
        if (needsQuotes(value)) {
            line.append('"');
            escape(value.replace("\\", "\\\\").replace("\"", "\\\""), line);
            line.append('"');
        } else {
            line.append(value);
        }
    }

    private static boolean needsQuotes(String value) {
        return value.isEmpty()
                || value.chars().anyMatch(c -> c <= ' ' || c == '"' || c == '=' || c == 0x7f);
    }

    private static void escape(String text, StringBuilder line) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                case '\t' -> line.append("\\t");
                default -> {
                    if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
                        line.append("\\u%04x".formatted((int) c));
                    } else {
                        line.append(c);
                    }
                }
            }
        }
    }
}
