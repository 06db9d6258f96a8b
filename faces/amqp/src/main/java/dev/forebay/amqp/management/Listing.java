package dev.forebay.amqp.management;

import dev.forebay.access.vhost.NameRegex;
import dev.forebay.amqp.management.Row.Members;
import dev.forebay.engine.Lane;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Answers with a list, as its request wants it: filtered by name, sorted, one page of it, only some
 * columns. Things are told some at a time, so that nobody waits for a long list. On the lane.
 */
final class Listing {
    private static final int FIRST_BYTES = 4_096;
    private static final int SLICE = 100;

    /** Names that are looked at in one go: each costs much less than what is told. */
    private static final int NAMES = 2_000;

    private final Request request;
    private final Lane lane;
    private final Columns columns;
    private final @Nullable Page page;
    private final Predicate<String> wanted;
    private final List<Row> all;
    private final List<Row> rows = new ArrayList<>();
    private final Map<Row, Object> keys = new HashMap<>();

    private Listing(Request request, Lane lane, List<Row> all) {
        this.request = request;
        this.lane = lane;
        this.columns = request.columns();
        this.page = Page.of(request);
        this.wanted = wanted(request);
        this.all = all;
    }

    /**
     * Answers a request.
     *
     * @param rows sorted by virtual host and name
     * @throws ApiError 400 when the request's parameters are wrong
     */
    static void answer(Request request, Lane lane, List<Row> rows) {
        new Listing(request, lane, rows).filter(0);
    }

    /** Which names are wanted; of an expression the time is linear in the name's length. */
    private static Predicate<String> wanted(Request request) {
        String part = request.query("name");
        if (part.isEmpty()) {
            return _ -> true;
        }
        if (!request.query("use_regex").equals("true")) {
            String lower = part.toLowerCase(Locale.ROOT);
            return name -> name.toLowerCase(Locale.ROOT).contains(lower);
        }
        try {
            return NameRegex.of(part)::matches;
        } catch (IllegalArgumentException wrong) {
            throw ApiError.badRequest("name is no regular expression: " + wrong.getMessage());
        }
    }

    private void filter(int from) {
        int end = Math.min(all.size(), from + NAMES);
        all.subList(from, end).stream().filter(row -> wanted.test(row.name())).forEach(rows::add);
        if (end < all.size()) {
            lane.goOn(() -> request.attempt(() -> filter(end)));
        } else if (request.query("sort").isEmpty()) {
            reverseIfAsked();
            write();
        } else {
            lookAt(request.query("sort"), 0);
        }
    }

    /** What to sort by, of some rows at a time. */
    private void lookAt(String sort, int from) {
        int end = Math.min(rows.size(), from + SLICE);
        for (Row row : rows.subList(from, end)) {
            Object key = Columns.at(row.shown().get().all(), sort);
            keys.put(row, key == null ? "" : key);
        }
        if (end < rows.size()) {
            lane.goOn(() -> request.attempt(() -> lookAt(sort, end)));
            return;
        }
        rows.sort(Comparator.comparing(keys::get, Listing::compare));
        reverseIfAsked();
        write();
    }

    private static int compare(@Nullable Object one, @Nullable Object other) {
        if (one instanceof Number first && other instanceof Number second) {
            return Double.compare(first.doubleValue(), second.doubleValue());
        }
        if (one instanceof Number || other instanceof Number) {
            return one instanceof Number ? -1 : 1;
        }
        return String.valueOf(one).compareTo(String.valueOf(other));
    }

    private void reverseIfAsked() {
        if (request.query("sort_reverse").equals("true")) {
            Collections.reverse(rows);
        }
    }

    private void write() {
        ByteBuf out = request.allocate(FIRST_BYTES);
        boolean begun = false;
        try {
            List<Row> shown = page == null ? rows : page.cut(rows);
            if (page != null) {
                out.writeBytes(page.head(all.size(), rows.size(), shown.size()));
            }
            begun = true;
            out.writeByte('[');
            writeFrom(shown, 0, out);
        } finally {
            if (!begun) {
                out.release();
            }
        }
    }

    private void writeFrom(List<Row> shown, int from, ByteBuf out) {
        int end = Math.min(shown.size(), from + SLICE);
        for (int i = from; i < end; i++) {
            if (i > 0) {
                out.writeByte(',');
            }
            Members members = shown.get(i).shown().get();
            out.writeBytes(JsonText.write(columns.cut(members.all())));
        }
        if (end < shown.size()) {
            lane.goOn(() -> writeFrom(shown, end, out));
            return;
        }
        out.writeByte(']');
        if (page != null) {
            out.writeByte('}');
        }
        request.json(out);
    }

    /** Which part of a list is wanted. */
    private record Page(int number, int size) {
        private static final int USUAL = 100;
        private static final int LARGEST = 500;

        /** Null for the whole list. */
        static @Nullable Page of(Request request) {
            if (!request.asks("page")) {
                return null;
            }
            return new Page(
                    number(request.query("page"), Integer.MAX_VALUE),
                    request.asks("page_size")
                            ? number(request.query("page_size"), LARGEST)
                            : USUAL);
        }

        private static int number(String text, int most) {
            if (text.matches("\\d{1,9}")) {
                int number = Integer.parseInt(text);
                if (number >= 1 && number <= most) {
                    return number;
                }
            }
            throw ApiError.badRequest("Pagination parameters are invalid");
        }

        List<Row> cut(List<Row> rows) {
            long from = (long) (number - 1) * size;
            if (from > 0 && from >= rows.size()) {
                throw new ApiError(
                        400,
                        "page_out_of_range",
                        "Page out of range, page: %d page size: %d, len: %d"
                                .formatted(number, size, rows.size()));
            }
            return rows.subList((int) from, (int) Math.min(rows.size(), from + size));
        }

        /** All members but the items, which come last, and their bracket. */
        byte[] head(int total, int filtered, int items) {
            int pages = Math.max(1, (filtered + size - 1) / size);
            return """
            {"total_count":%d,"filtered_count":%d,"item_count":%d,"page":%d,"page_size":%d,\
            "page_count":%d,"items":\
            """
                    .formatted(total, filtered, items, number, size, pages)
                    .getBytes(StandardCharsets.US_ASCII);
        }
    }
}
