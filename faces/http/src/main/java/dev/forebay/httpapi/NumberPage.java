package dev.forebay.httpapi;

import dev.forebay.httpapi.codec.JsonOut;
import java.util.Comparator;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * A page of a list in the order of numbers that are given once and never again, as a query asks for
 * it.
 *
 * @param limit how many at most
 * @param after the last number of the page before; empty for the first page
 */
record NumberPage(int limit, OptionalLong after) {
    static NumberPage of(Query query) {
        return new NumberPage(Cursor.limit(query), Cursor.offset(query));
    }

    /** Writes those of all that are on the page, the smallest number first. */
    <T> void ascending(
            JsonOut out,
            String list,
            Stream<T> all,
            ToLongFunction<T> number,
            BiConsumer<JsonOut, T> write) {
        long shown = after.orElse(-1);
        Stream<T> left =
                all.filter(one -> number.applyAsLong(one) > shown)
                        .sorted(Comparator.comparingLong(number));
        write(out, list, left, number, write);
    }

    /** Writes those of all that are on the page, the largest number first. */
    <T> void descending(
            JsonOut out,
            String list,
            Stream<T> all,
            ToLongFunction<T> number,
            BiConsumer<JsonOut, T> write) {
        long shown = after.orElse(Long.MAX_VALUE);
        Stream<T> left =
                all.filter(one -> number.applyAsLong(one) < shown)
                        .sorted(Comparator.comparingLong(number).reversed());
        write(out, list, left, number, write);
    }

    private <T> void write(
            JsonOut out,
            String list,
            Stream<T> left,
            ToLongFunction<T> number,
            BiConsumer<JsonOut, T> write) {
        out.begin();
        Cursor.page(
                out,
                list,
                limit,
                left.iterator(),
                write,
                one -> Long.toString(number.applyAsLong(one)));
        out.end();
    }
}
