package dev.forebay.testkit.history;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * Bodies that prove themselves: text which is wholly determined by an id and a length, so that a
 * receiver tells from the bytes alone which message it has and whether any of them changed.
 */
public final class MessageBody {
    /**
     * Longest prefix {@code id:length:} of a body, and so the length from which all can be made.
     */
    public static final int SHORTEST_SAFE = 32;

    private static final char[] ALPHABET =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".toCharArray();

    private MessageBody() {}

    /**
     * The body of a message, letters and digits only.
     *
     * @param id 0 or more
     * @param length wished length in bytes; shorter ones than the prefix needs are lengthened
     */
    public static String of(long id, int length) {
        if (id < 0) {
            throw new IllegalArgumentException("id " + id + " is negative");
        }
        StringBuilder text = new StringBuilder(Math.max(length, SHORTEST_SAFE));
        text.append(id).append(':').append(length).append(':');
        long state = id * 0x9E3779B97F4A7C15L + length;
        while (text.length() < length) {
            state = state * 6364136223846793005L + 1442695040888963407L;
            text.append(ALPHABET[(int) (state >>> 58)]);
        }
        return text.toString();
    }

    /** {@link #of} as UTF-8. */
    public static byte[] bytes(long id, int length) {
        return of(id, length).getBytes(StandardCharsets.UTF_8);
    }

    /** The id of the message with this body; empty when any byte is not what was sent. */
    public static OptionalLong idOf(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        String[] parts = text.split(":", 3);
        if (parts.length < 3 || !isNumber(parts[0]) || !isNumber(parts[1])) {
            return OptionalLong.empty();
        }
        long id = Long.parseLong(parts[0]);
        long length = Long.parseLong(parts[1]);
        if (length > Math.max(body.length, SHORTEST_SAFE)) {
            return OptionalLong.empty();
        }
        return Arrays.equals(body, bytes(id, (int) length))
                ? OptionalLong.of(id)
                : OptionalLong.empty();
    }

    /** {@link #idOf(byte[])} of a text body. */
    public static OptionalLong idOf(String body) {
        return idOf(body.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty()
                && text.length() <= 18
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
