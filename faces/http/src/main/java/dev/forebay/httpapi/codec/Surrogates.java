package dev.forebay.httpapi.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Whether text of a document can have half a surrogate pair: JSON can say it by an escape (RFC
 * 8259, 8.2), and no encoding of Unicode can keep it, so that different texts would become one.
 */
enum Surrogates {
    /** The document, in UTF-8, escapes none: its strings need no look. */
    NONE,
    /** Some are escaped, in pairs or not. */
    ESCAPED;

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long BACKSLASHES = '\\' * ONES;

    /** Looks through a document, eight bytes at a time where nothing is escaped. */
    static Surrogates in(byte[] json, int offset, int length) {
        int end = offset + length;
        int at = offset;
        while (at < end) {
            if (at + Long.BYTES <= end && !hasBackslash((long) LONGS.get(json, at))) {
                at += Long.BYTES;
            } else if (json[at] == '\\') {
                if (isSurrogate(json, at + 1, end)) {
                    return ESCAPED;
                }
                at += 2;
            } else {
                at++;
            }
        }
        return NONE;
    }

    /** Whether a byte is zero once the backslash is taken from each; also of a byte after one. */
    private static boolean hasBackslash(long bytes) {
        long zeros = bytes ^ BACKSLASHES;
        return ((zeros - ONES) & ~zeros & HIGH_BITS) != 0;
    }

    private static boolean isSurrogate(byte[] json, int at, int end) {
        return at + 2 < end
                && json[at] == 'u'
                && (json[at + 1] | 0x20) == 'd'
                && Character.digit(json[at + 2], 16) >= 8;
    }

    /**
     * A text of the document.
     *
     * @param member what it is the text of
     * @throws ApiFailure when it has half a surrogate pair
     */
    String whole(String member, String text) {
        if (this == ESCAPED && !isWhole(text)) {
            throw ApiFailure.invalid(member, "Unicode text, without half a surrogate pair");
        }
        return text;
    }

    private static boolean isWhole(String text) {
        for (int at = 0; at < text.length(); at++) {
            if (Character.isSurrogate(text.charAt(at))) {
                boolean paired =
                        Character.isHighSurrogate(text.charAt(at))
                                && at + 1 < text.length()
                                && Character.isLowSurrogate(text.charAt(at + 1));
                if (!paired) {
                    return false;
                }
                at++;
            }
        }
        return true;
    }
}
