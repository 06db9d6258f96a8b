package dev.forebay.engine.filter;

import java.nio.ByteBuffer;

/**
 * A text to be found in others, in time linear in their length whatever they hold (Knuth, Morris
 * and Pratt: Fast pattern matching in strings, 1977).
 */
final class ByteNeedle {
    static final int ABSENT = -1;

    private final byte[] bytes;
    private final int[] fallback;
    private final Letters letters;

    /** Whether {@code A} is found where {@code a} stands. */
    enum Letters {
        EXACT,
        EITHER_CASE;

        byte fold(byte letter) {
            return this == EITHER_CASE && letter >= 'A' && letter <= 'Z'
                    ? (byte) (letter + ('a' - 'A'))
                    : letter;
        }
    }

    ByteNeedle(byte[] text, Letters letters) {
        this.bytes = text.clone();
        this.letters = letters;
        this.fallback = new int[text.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = letters.fold(bytes[i]);
        }
        for (int i = 1, matched = 0; i < bytes.length; i++) {
            while (matched > 0 && bytes[i] != bytes[matched]) {
                matched = fallback[matched - 1];
            }
            matched += bytes[i] == bytes[matched] ? 1 : 0;
            fallback[i] = matched;
        }
    }

    int length() {
        return bytes.length;
    }

    /** The position behind the first place in {@code text} between the two positions. */
    int endOfFirst(ByteBuffer text, int from, int to) {
        if (bytes.length == 0) {
            return from;
        }
        int matched = 0;
        for (int at = from; at < to; at++) {
            byte letter = letters.fold(text.get(at));
            while (matched > 0 && letter != bytes[matched]) {
                matched = fallback[matched - 1];
            }
            if (letter == bytes[matched] && ++matched == bytes.length) {
                return at + 1;
            }
        }
        return ABSENT;
    }

    /** Whether it stands in {@code text} at exactly this position. */
    boolean isAt(ByteBuffer text, int at, int to) {
        if (to - at < bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if (letters.fold(text.get(at + i)) != bytes[i]) {
                return false;
            }
        }
        return true;
    }
}
