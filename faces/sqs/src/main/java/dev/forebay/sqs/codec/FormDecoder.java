package dev.forebay.sqs.codec;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Reads {@code application/x-www-form-urlencoded} (WHATWG URL §5.1) into a tree of names. Bounded:
 * refuses too many parameters and too deep names before they cost memory.
 */
final class FormDecoder {
    /** A full batch of ten with ten attributes each has under 400. */
    private static final int MAX_PARAMETERS = 400;

    private static final int MAX_DEPTH = 8;
    private static final int MAX_NAME = 256;

    private FormDecoder() {}

    /** Adds the parameters to the tree; one that is there already keeps its first value. */
    static void decode(byte[] form, int from, int to, FormNode root) {
        byte[] decoded = new byte[to - from];
        int parameters = 0;
        int start = from;
        while (start < to) {
            int end = indexOf(form, '&', start, to);
            if (end > start) {
                if (++parameters > MAX_PARAMETERS) {
                    throw malformed("has more than " + MAX_PARAMETERS + " parameters");
                }
                int equals = indexOf(form, '=', start, end);
                String name = text(form, start, equals, decoded);
                String value = equals == end ? "" : text(form, equals + 1, end, decoded);
                place(root, name, value);
            }
            start = end + 1;
        }
    }

    private static void place(FormNode root, String name, String value) {
        if (name.length() > MAX_NAME) {
            throw malformed("has a parameter name longer than " + MAX_NAME);
        }
        FormNode node = root;
        int depth = 0;
        int start = 0;
        while (start <= name.length()) {
            int dot = name.indexOf('.', start);
            int end = dot < 0 ? name.length() : dot;
            if (++depth > MAX_DEPTH) {
                throw malformed("nests parameter names deeper than " + MAX_DEPTH);
            }
            node = node.childMade(name.substring(start, end));
            start = end + 1;
        }
        if (node.value() == null) {
            node.setValue(value);
        }
    }

    private static String text(byte[] form, int from, int to, byte[] decoded) {
        int size = 0;
        int highBits = 0;
        for (int at = from; at < to; at++) {
            byte b = form[at];
            if (b == '+') {
                b = ' ';
            } else if (b == '%') {
                if (at + 2 >= to) {
                    throw malformed("ends within a percent escape");
                }
                b = (byte) (hex(form[at + 1]) << 4 | hex(form[at + 2]));
                at += 2;
            }
            highBits |= b;
            decoded[size++] = b;
        }
        return highBits >= 0
                ? new String(decoded, 0, size, StandardCharsets.ISO_8859_1)
                : utf8(decoded, size);
    }

    private static String utf8(byte[] bytes, int size) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, size))
                    .toString();
        } catch (CharacterCodingException _) {
            throw malformed("is not UTF-8");
        }
    }

    private static int hex(byte digit) {
        int value = Character.digit(digit, 16);
        if (value < 0) {
            throw malformed("has a percent escape that is not hexadecimal");
        }
        return value;
    }

    private static int indexOf(byte[] bytes, char wanted, int from, int to) {
        for (int at = from; at < to; at++) {
            if (bytes[at] == wanted) {
                return at;
            }
        }
        return to;
    }

    private static SqsFailure malformed(String what) {
        return new SqsFailure(
                SqsError.MALFORMED_QUERY_STRING,
                String.format(Locale.ROOT, "The query string or form %s.", what));
    }
}
