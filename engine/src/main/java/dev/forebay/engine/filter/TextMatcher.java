package dev.forebay.engine.filter;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A text test made ready to be used many times; each use takes time linear in the text. */
interface TextMatcher {
    boolean matches(ByteBuffer text);

    static TextMatcher of(TextTest test) {
        return switch (test) {
            case TextTest.Is is -> is(utf8(is.text()));
            case TextTest.Contains contains -> contains(contains.text());
            case TextTest.Like like -> like(like.pattern());
        };
    }

    private static TextMatcher is(byte[] wanted) {
        ByteBuffer whole = ByteBuffer.wrap(wanted);
        return text -> text.remaining() == wanted.length && text.mismatch(whole) < 0;
    }

    private static TextMatcher contains(String wanted) {
        ByteNeedle needle = new ByteNeedle(utf8(wanted), ByteNeedle.Letters.EITHER_CASE);
        return text -> needle.endOfFirst(text, text.position(), text.limit()) != ByteNeedle.ABSENT;
    }

    /**
     * The parts between the stars, each found at its earliest place; the outer two are anchored.
     */
    private static TextMatcher like(String pattern) {
        List<ByteNeedle> parts = parts(pattern);
        ByteNeedle first = parts.getFirst();
        ByteNeedle last = parts.getLast();
        return text -> {
            int at = text.position();
            int to = text.limit();
            if (parts.size() == 1) {
                return to - at == first.length() && first.isAt(text, at, to);
            }
            if (to - at < first.length() + last.length()
                    || !first.isAt(text, at, to)
                    || !last.isAt(text, to - last.length(), to)) {
                return false;
            }
            at += first.length();
            to -= last.length();
            for (int i = 1; i < parts.size() - 1 && at != ByteNeedle.ABSENT; i++) {
                at = parts.get(i).endOfFirst(text, at, to);
            }
            return at != ByteNeedle.ABSENT;
        };
    }

    private static List<ByteNeedle> parts(String pattern) {
        List<ByteNeedle> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char letter = pattern.charAt(i);
            if (letter == '*') {
                parts.add(needle(part));
                part.setLength(0);
            } else {
                boolean escapes =
                        letter == '\\'
                                && i + 1 < pattern.length()
                                && "*\\".indexOf(pattern.charAt(i + 1)) >= 0;
                part.append(escapes ? pattern.charAt(++i) : letter);
            }
        }
        parts.add(needle(part));
        return parts;
    }

    private static ByteNeedle needle(StringBuilder part) {
        return new ByteNeedle(utf8(part.toString()), ByteNeedle.Letters.EXACT);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
