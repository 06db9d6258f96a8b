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
    /** Some are escaped, in pairs or not, or it looks as if. */
    ESCAPED;

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    /** What makes a capital letter a small one. */
    private static final long SMALL = 0x20 * ONES;

    /** Bytes from the first of eight places where an escape can begin to the end of the last. */
    private static final int WINDOW = Long.BYTES + 2;

    /** Looks for the beginning of an escape of one, at eight places at once. */
    static Surrogates in(byte[] json, int offset, int length) {
        int end = offset + length;
        int at = offset;
        for (; at + WINDOW <= end; at += Long.BYTES) {
            long first = (long) LONGS.get(json, at) ^ ('\\' * ONES);
            long second = (long) LONGS.get(json, at + 1) ^ ('u' * ONES);
            long third = ((long) LONGS.get(json, at + 2) | SMALL) ^ ('d' * ONES);
            if (hasZero(first | second | third)) {
                return ESCAPED;
            }
        }
        for (; at + 2 < end; at++) {
            if (json[at] == '\\' && json[at + 1] == 'u' && (json[at + 2] | 0x20) == 'd') {
                return ESCAPED;
            }
        }
        return NONE;
    }

    /** Whether one of eight bytes is zero. */
    private static boolean hasZero(long bytes) {
        return ((bytes - ONES) & ~bytes & HIGH_BITS) != 0;
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
