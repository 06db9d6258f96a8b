package dev.forebay.access.sigv4;

import java.nio.charset.StandardCharsets;

/** Percent encoding as signatures want it (RFC 3986 §2.3: only unreserved characters stay). */
final class UriText {
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private UriText() {}

    /** Encodes every byte that is not unreserved. */
    static void encode(byte[] bytes, int from, int to, StringBuilder out) {
        for (int i = from; i < to; i++) {
            char c = (char) (bytes[i] & 0xFF);
            if (unreserved(c)) {
                out.append(c);
            } else {
                out.append('%').append(HEX[c >> 4]).append(HEX[c & 0xF]);
            }
        }
    }

    static void encode(String text, StringBuilder out) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        encode(bytes, 0, bytes.length, out);
    }

    /** Percent escapes to bytes; a stray percent sign stays, since it will not match then. */
    static byte[] decode(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int size = 0;
        for (int i = 0; i < bytes.length; i++) {
            byte b = bytes[i];
            if (b == '%' && i + 2 < bytes.length) {
                int high = Character.digit(bytes[i + 1], 16);
                int low = Character.digit(bytes[i + 2], 16);
                if (high >= 0 && low >= 0) {
                    b = (byte) (high << 4 | low);
                    i += 2;
                }
            }
            bytes[size++] = b;
        }
        return java.util.Arrays.copyOf(bytes, size);
    }

    private static boolean unreserved(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '_'
                || c == '.'
                || c == '~';
    }
}
