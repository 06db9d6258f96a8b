package dev.forebay.httpapi;

import dev.forebay.httpapi.codec.JsonOut;
import java.util.Iterator;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A page of a list in the order of names, as a query asks for it.
 *
 * @param limit how many at most
 * @param after the last name of the page before; empty for the first page
 */
record NamePage(int limit, String after) {
    static NamePage of(Query query) {
        return new NamePage(
                (int) query.number("limit", 1, Cursor.LARGEST_PAGE, Cursor.PAGE),
                Cursor.read(query));
    }

    /**
     * Writes those of {@code all}, which come in the order of their names, that are on the page.
     */
    <T> void write(
            JsonOut out,
            String list,
            Stream<T> all,
            Function<T, String> name,
            BiConsumer<JsonOut, T> write) {
        Iterator<T> left = all.filter(one -> name.apply(one).compareTo(after) > 0).iterator();
        String last = after;
        out.begin();
        out.beginList(list);
        for (int shown = 0; shown < limit && left.hasNext(); shown++) {
            T one = left.next();
            write.accept(out, one);
            last = name.apply(one);
        }
        out.endList();
        if (left.hasNext()) {
            out.field("cursor", Cursor.of(last));
        }
        out.end();
    }
}
