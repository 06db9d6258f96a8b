package dev.forebay.sqs.codec;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Counts and checks of text that becomes UTF-8. */
public final class Utf8 {
    private static final int ONE_BYTE = 0x80;
    private static final int TWO_BYTES = 0x800;
    private static final int REPLACEMENT = 0xfffd;

    private Utf8() {}

    /** Bytes that the text takes in UTF-8. */
    public static int length(String text) {
        int length = text.length();
        int bytes = length;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= ONE_BYTE) {
                // Each half of a surrogate pair counts two of the pair's four bytes.
                bytes += c < TWO_BYTES || Character.isSurrogate(c) ? 1 : 2;
            }
        }
        return bytes;
    }

    /** The same of UTF-8; false also for bytes that are none. */
    public static boolean isXmlText(byte[] bytes, int from, int length) {
        int flags = 0;
        for (int i = from; i < from + length; i++) {
            // Negative for what is below a space, and for all that is not ASCII.
            flags |= bytes[i] - ' ';
        }
        if (flags >= 0) {
            return true;
        }
        try {
            String text =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes, from, length))
                            .toString();
            return isXmlText(text);
        } catch (CharacterCodingException _) {
            return false;
        }
    }

    /**
     * True when the text holds only characters of XML 1.0 (§2.2): tab, line feed, carriage return,
     * U+0020 to U+D7FF, U+E000 to U+FFFD and well-formed pairs.
     */
    public static boolean isXmlText(String text) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c < Character.MIN_SURROGATE) {
                continue;
            }
            if (Character.isHighSurrogate(c)) {
                i++;
                if (i == length || !Character.isLowSurrogate(text.charAt(i))) {
                    return false;
                }
            } else if (!isRareXmlCharacter(c)) {
                return false;
            }
        }
        return true;
    }

    /** The text with U+FFFD in the place of each character that XML 1.0 cannot hold. */
    public static String asXmlText(String text) {
        if (isXmlText(text)) {
            return text;
        }
        StringBuilder writable = new StringBuilder(text.length());
        text.codePoints()
                .forEach(character ->
                        writable.appendCodePoint(
                                isXmlText(Character.toString(character))
                                        ? character
                                        : REPLACEMENT));
        return writable.toString();
    }

    private static boolean isRareXmlCharacter(char c) {
        return c == '\t'
                || c == '\n'
                || c == '\r'
                || (c > Character.MAX_SURROGATE && c <= '\uFFFD');
    }
}
