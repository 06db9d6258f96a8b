package dev.forebay.amqp.codec;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Brings the properties of a message down to what one frame takes, since a content header cannot be
 * split. First the oldest entries of x-death go, then the largest fields of the headers table,
 * whose names a field of its own tells.
 */
final class HeaderFit {
    /** Names the fields that were left out. */
    static final String LEFT_OUT = "x-forebay-left-out";

    private static final String DEATHS = "x-death";

    /** In bytes: the field of the names while it holds none. */
    private static final int EMPTY_BYTES = 1 + LEFT_OUT.length() + 1 + Integer.BYTES;

    /** In bytes: what a name takes in an array beside its letters. */
    private static final int NAME_BYTES = 1 + Integer.BYTES;

    /**
     * In bytes: what the names may take together. The smallest frame, of 4,096, holds them beside
     * all properties that cannot be left out.
     */
    private static final int MOST_NAMES = 1024;

    private final int most;

    private HeaderFit(int most) {
        this.most = most;
    }

    /**
     * The header itself where it fits.
     *
     * @param most in bytes, for flags and properties
     */
    static ContentHeader within(ContentHeader header, int most) {
        HeaderFit fit = new HeaderFit(most);
        return fit.excess(header) <= 0
                ? header
                : fit.withoutLargest(fit.withoutOldestDeaths(header));
    }

    private int excess(ContentHeader header) {
        return header.propertyBytes() - most;
    }

    /** The latest stays, since it tells why the message is where it is. */
    private ContentHeader withoutOldestDeaths(ContentHeader header) {
        Object field = FieldValues.table(header.properties().getHeaders()).get(DEATHS);
        if (!(field instanceof List<?> all) || all.size() < 2) {
            return header;
        }
        List<Object> deaths = new ArrayList<>(all);
        int excess = excess(header);
        while (excess > 0 && deaths.size() > 1) {
            excess -= HeaderEdit.bytes(deaths.removeLast());
        }
        return new HeaderEdit(header).header(DEATHS, deaths).done();
    }

    private ContentHeader withoutLargest(ContentHeader header) {
        int excess = excess(header);
        if (excess <= 0) {
            return header;
        }
        HeaderEdit edit = new HeaderEdit(header);
        List<String> names = new ArrayList<>();
        int named = 0;
        excess += EMPTY_BYTES;
        for (Map.Entry<String, Integer> field : largestFirst(edit)) {
            if (excess <= 0) {
                break;
            }
            edit.withoutHeader(field.getKey());
            excess -= field.getValue();
            int name = NAME_BYTES + field.getKey().getBytes(StandardCharsets.UTF_8).length;
            if (named + name <= MOST_NAMES) {
                names.add(field.getKey());
                named += name;
                excess += name;
            }
        }
        return edit.header(LEFT_OUT, names).done();
    }

    private static List<Map.Entry<String, Integer>> largestFirst(HeaderEdit edit) {
        return edit.fieldBytes().entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
                .toList();
    }
}
