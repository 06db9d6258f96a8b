package dev.forebay.engine.filter;

import java.util.ArrayList;
import java.util.List;

/** A filter text cut into words, quoted texts and signs. */
final class FilterTokens {
    private static final String WORD_SIGNS = "_-.:+/@";
    private static final List<String> SIGNS =
            List.of("!=", "!~", "<=", ">=", "=", "~", "<", ">", "(", ")", ",");

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    enum Kind {
        WORD,
        QUOTED,
        SIGN,
        END
    }

    /**
     * @param text without quotes and escapes
     * @param position where it begins in the filter text
     */
    record Token(Kind kind, String text, int position) {
        boolean is(String sign) {
            return kind != Kind.QUOTED && text.equals(sign);
        }

        /** How messages name it. */
        String shown() {
            return kind == Kind.END ? "the end" : "\"" + text + "\"";
        }
    }

    private FilterTokens(String text) {
        this.text = text;
    }

    /** All of them, the end as the last one. */
    static List<Token> of(String text) throws FilterSyntax {
        FilterTokens tokens = new FilterTokens(text);
        tokens.cut();
        return tokens.tokens;
    }

    private void cut() throws FilterSyntax {
        while (at < text.length()) {
            char letter = text.charAt(at);
            if (Character.isWhitespace(letter)) {
                at++;
            } else if (letter == '"' || letter == '\'') {
                quoted(letter);
            } else if (isWord(letter)) {
                word();
            } else {
                sign();
            }
        }
        tokens.add(new Token(Kind.END, "", at));
    }

    private void quoted(char quote) throws FilterSyntax {
        int begin = at++;
        StringBuilder value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != quote) {
            if (text.charAt(at) == '\\') {
                at++;
                if (at == text.length() || "\\\"'".indexOf(text.charAt(at)) < 0) {
                    throw new FilterSyntax(
                            at - 1, "A \\ in quotes goes before a quote or another \\.");
                }
            }
            value.append(text.charAt(at++));
        }
        if (at == text.length()) {
            throw new FilterSyntax(begin, "This quote is not closed.");
        }
        at++;
        tokens.add(new Token(Kind.QUOTED, value.toString(), begin));
    }

    private void word() {
        int begin = at;
        while (at < text.length() && isWord(text.charAt(at))) {
            at++;
        }
        tokens.add(new Token(Kind.WORD, text.substring(begin, at), begin));
    }

    private static boolean isWord(char letter) {
        return Character.isLetterOrDigit(letter) || WORD_SIGNS.indexOf(letter) >= 0;
    }

    private void sign() throws FilterSyntax {
        for (String sign : SIGNS) {
            if (text.startsWith(sign, at)) {
                tokens.add(new Token(Kind.SIGN, sign, at));
                at += sign.length();
                return;
            }
        }
        throw new FilterSyntax(
                at, "A filter cannot hold this sign here; put a value that holds it in quotes.");
    }
}
