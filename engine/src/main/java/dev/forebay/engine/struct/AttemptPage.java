package dev.forebay.engine.struct;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Entries of attempts in the order of their offsets, all of one width, so that one is found without
 * reading the others; behind them the lists of reasons, each once.
 */
public final class AttemptPage {
    private static final int VERSION = 1;
    private static final int HEAD_BYTES = 2 * Integer.BYTES;
    private static final int COUNT_AT = Long.BYTES;
    private static final int FIRST_AT = COUNT_AT + Integer.BYTES;
    private static final int LAST_AT = FIRST_AT + Long.BYTES;
    private static final int REASONS_AT = LAST_AT + Long.BYTES;
    private static final int ENTRY_BYTES = REASONS_AT + Integer.BYTES;
    private static final int NO_REASONS = 0;

    private AttemptPage() {}

    /** A page of these entries, which are in the order of their offsets. */
    public static ByteBuffer write(List<AttemptEntry> entries) {
        Map<List<String>, Integer> places = new HashMap<>();
        ByteSink reasons = new ByteSink(256);
        int entriesEnd = HEAD_BYTES + entries.size() * ENTRY_BYTES;
        ByteBuffer head = ByteBuffer.allocate(entriesEnd);
        head.putInt(VERSION).putInt(entries.size());
        for (AttemptEntry entry : entries) {
            Integer place = NO_REASONS;
            if (!entry.reasons().isEmpty()) {
                place = places.get(entry.reasons());
            }
            if (place == null) {
                place = entriesEnd + reasons.size();
                places.put(entry.reasons(), place);
                reasons.putVarint(entry.reasons().size());
                entry.reasons().forEach(reasons::putText);
            }
            head.putLong(entry.offset());
            head.putInt(entry.count());
            head.putLong(entry.first());
            head.putLong(entry.last());
            head.putInt(place);
        }
        ByteBuffer page = ByteBuffer.allocate(entriesEnd + reasons.size());
        return page.put(head.flip()).put(reasons.view()).flip();
    }

    /** The message's entry, or null when the page has none. */
    public static @Nullable AttemptEntry find(ByteBuffer page, long offset) {
        int low = 0;
        int high = size(page) - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long found = page.getLong(at(page, middle));
            if (found == offset) {
                return entry(page, middle);
            }
            if (found < offset) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return null;
    }

    /** How many entries the page has. */
    public static int size(ByteBuffer page) {
        int version = page.getInt(page.position());
        if (version != VERSION) {
            throw new IllegalStateException("a page of attempts of version " + version);
        }
        return page.getInt(page.position() + Integer.BYTES);
    }

    /** The entry at this index, in the order of offsets. */
    public static AttemptEntry entry(ByteBuffer page, int index) {
        int at = at(page, index);
        int reasonsAt = page.getInt(at + REASONS_AT);
        return new AttemptEntry(
                page.getLong(at),
                page.getInt(at + COUNT_AT),
                page.getLong(at + FIRST_AT),
                page.getLong(at + LAST_AT),
                reasonsAt == NO_REASONS ? List.of() : reasons(page, reasonsAt));
    }

    private static List<String> reasons(ByteBuffer page, int at) {
        ByteSource source = new ByteSource(page.duplicate().position(page.position() + at));
        List<String> reasons = new ArrayList<>();
        for (int left = source.getInt(); left > 0; left--) {
            reasons.add(source.getText());
        }
        return reasons;
    }

    private static int at(ByteBuffer page, int index) {
        return page.position() + HEAD_BYTES + index * ENTRY_BYTES;
    }

    /** About how many bytes the reasons of an entry take, where no other has the same. */
    public static int bytesOf(List<String> reasons) {
        int bytes = 0;
        for (String reason : reasons) {
            bytes += reason.getBytes(StandardCharsets.UTF_8).length + 2;
        }
        return bytes;
    }
}
