package dev.forebay.httpapi;

import dev.forebay.httpapi.codec.ApiFailure;
import dev.forebay.httpapi.codec.JsonOut;
import dev.forebay.httpapi.codec.ProblemType;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Iterator;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Where the next page of a list begins: after this name. Opaque to clients. */
final class Cursor {
    /** Entries of a page unless the client says otherwise. */
    static final int PAGE = 100;

    static final int LARGEST_PAGE = 1_000;

    private Cursor() {}

    static String of(String last) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(last.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * What a query's cursor says; empty when it has none.
     *
     * @throws ApiFailure when no page gave it
     */
    static String read(Query query) {
        String cursor = query.text("cursor");
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(cursor);
            String last = new String(bytes, StandardCharsets.UTF_8);
            if (of(last).equals(cursor)) {
                return last;
            }
        } catch (IllegalArgumentException foreign) {
            // Said below.
        }
        throw foreign();
    }

    /** The offset that a query's cursor names; empty when it has none. */
    static OptionalLong offset(Query query) {
        String last = read(query);
        if (last.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            long offset = Long.parseLong(last);
            if (offset >= 0) {
                return OptionalLong.of(offset);
            }
        } catch (NumberFormatException foreign) {
            // Said below.
        }
        throw foreign();
    }

    /** How many entries of a list a query wants at most. */
    static int limit(Query query) {
        return (int) query.number("limit", 1, LARGEST_PAGE, PAGE);
    }

    /**
     * Writes a page as members of the current object: the list, and a cursor when more follow.
     *
     * @param left those that come after the page before
     * @param name what the cursor says of the last that is shown
     */
    static <T> void page(
            JsonOut out,
            String list,
            int limit,
            Iterator<T> left,
            BiConsumer<JsonOut, T> write,
            Function<T, String> name) {
        String last = "";
        out.beginList(list);
        for (int shown = 0; shown < limit && left.hasNext(); shown++) {
            T one = left.next();
            write.accept(out, one);
            last = name.apply(one);
        }
        out.endList();
        if (left.hasNext()) {
            out.field("cursor", of(last));
        }
    }

    static ApiFailure foreign() {
        return new ApiFailure(
                ProblemType.FOREIGN_CURSOR,
                "cursor: no page of this list ended with it. Give back the cursor of the page"
                        + " before as it was, or leave it out to begin.");
    }
}
