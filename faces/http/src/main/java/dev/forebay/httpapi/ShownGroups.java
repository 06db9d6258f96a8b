package dev.forebay.httpapi;

import dev.forebay.httpapi.codec.JsonOut;
import dev.forebay.httpapi.codec.MessageOut.DeadLetterCause;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * A page of groups that stand in the order of their sizes, which change from page to page. So the
 * cursor names all groups that were shown, each by a few bytes of a hash: none comes twice, and
 * none is passed over because it grew.
 *
 * @param limit how many at most
 * @param shown marks of those on the pages before
 */
record ShownGroups(int limit, Set<String> shown) {
    private static final int MARK_BYTES = 6;
    private static final int MARK_CHARACTERS = 8;

    ShownGroups {
        shown = Set.copyOf(shown);
    }

    static ShownGroups of(Query query) {
        String marks = Cursor.read(query);
        if (marks.length() % MARK_CHARACTERS != 0) {
            throw Cursor.foreign();
        }
        Set<String> shown = new HashSet<>();
        for (int at = 0; at < marks.length(); at += MARK_CHARACTERS) {
            shown.add(marks.substring(at, at + MARK_CHARACTERS));
        }
        return new ShownGroups(Cursor.limit(query), shown);
    }

    /** Writes those of all that are on the page as members of the current object. */
    <T> void write(
            JsonOut out,
            String list,
            List<T> all,
            Function<T, DeadLetterCause> cause,
            BiConsumer<JsonOut, T> write) {
        StringBuilder marks = new StringBuilder();
        shown.forEach(marks::append);
        Cursor.page(
                out,
                list,
                limit,
                all.stream().filter(one -> !shown.contains(mark(cause.apply(one)))).iterator(),
                write,
                one -> marks.append(mark(cause.apply(one))).toString());
    }

    private static String mark(DeadLetterCause cause) {
        String text = cause.source() + "\n" + cause.reason();
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().encodeToString(Arrays.copyOf(hash, MARK_BYTES));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
