package dev.forebay.sqs.codec;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** Puts text into answers, escaped for the format around it. */
final class Text {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int ASCII_END = 0x80;
    private static final byte[][] JSON = new byte[ASCII_END][];
    private static final byte[][] XML = new byte[ASCII_END][];

    static {
        for (int c = 0; c < ' '; c++) {
            JSON[c] = new byte[] {'\\', 'u', '0', '0', HEX[c >> 4], HEX[c & 0xf]};
        }
        JSON['\n'] = ascii("\\n");
        JSON['\r'] = ascii("\\r");
        JSON['\t'] = ascii("\\t");
        JSON['"'] = ascii("\\\"");
        JSON['\\'] = ascii("\\\\");
        XML['&'] = ascii("&amp;");
        XML['<'] = ascii("&lt;");
        XML['>'] = ascii("&gt;");
        XML['"'] = ascii("&quot;");
        // A parser would make a line feed of it (XML 1.0 §2.11).
        XML['\r'] = ascii("&#xD;");
    }

    private Text() {}

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Text of our own that needs no escape. */
    static void plain(ByteBuf out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    static void json(ByteBuf out, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        escape(out, utf8, 0, utf8.length, JSON);
    }

    static void json(ByteBuf out, byte[] utf8, int from, int length) {
        escape(out, utf8, from, length, JSON);
    }

    /**
     * Text from anywhere. What XML 1.0 has no way to write, such as a control character that a
     * client sent and an error repeats, is shown as U+FFFD: one such character would make the whole
     * answer unreadable.
     */
    static void xml(ByteBuf out, String text) {
        byte[] utf8 = Utf8.asXmlText(text).getBytes(StandardCharsets.UTF_8);
        escape(out, utf8, 0, utf8.length, XML);
    }

    /** Text that was checked when it came in. */
    static void xml(ByteBuf out, byte[] utf8, int from, int length) {
        escape(out, utf8, from, length, XML);
    }

    private static void escape(ByteBuf out, byte[] utf8, int from, int length, byte[][] escapes) {
        int end = from + length;
        int written = from;
        for (int at = from; at < end; at++) {
            byte b = utf8[at];
            byte[] escape = b < 0 ? null : escapes[b];
            if (escape != null) {
                out.writeBytes(utf8, written, at - written).writeBytes(escape);
                written = at + 1;
            }
        }
        out.writeBytes(utf8, written, end - written);
    }
}
