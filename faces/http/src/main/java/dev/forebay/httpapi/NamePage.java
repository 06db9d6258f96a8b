package dev.forebay.httpapi;

import dev.forebay.httpapi.codec.JsonOut;
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
        return new NamePage(Cursor.limit(query), Cursor.read(query));
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
        out.begin();
        members(out, list, all, name, write);
        out.end();
    }

    /** The same as members of the current object. */
    <T> void members(
            JsonOut out,
            String list,
            Stream<T> all,
            Function<T, String> name,
            BiConsumer<JsonOut, T> write) {
        Stream<T> left = all.filter(one -> name.apply(one).compareTo(after) > 0);
        Cursor.page(out, list, limit, left.iterator(), write, name);
    }
}
