package dev.forebay.engine.core;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The failures of the last while by cause, as far as a breaker needs them. Begins anew when the
 * process does: what follows from it is in the journal.
 */
final class FailureWindow {
    private static final int MOST_CAUSES = 16;

    private final Map<String, Recent> causes =
            new LinkedHashMap<>(MOST_CAUSES, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Recent> eldest) {
                    return size() > MOST_CAUSES;
                }
            };

    /** When the last failures of one cause were, and which messages they hit. */
    private static final class Recent {
        private long[] times;
        private long[] offsets;
        private int at;
        private int size;

        Recent(int most) {
            times = new long[most];
            offsets = new long[most];
        }

        void add(long time, long offset) {
            times[at] = time;
            offsets[at] = offset;
            at = (at + 1) % times.length;
            size = Math.min(size + 1, times.length);
        }

        int since(long time) {
            int found = 0;
            for (int i = 0; i < size; i++) {
                found += times[i] > time ? 1 : 0;
            }
            return found;
        }

        boolean otherSince(long time, long offset) {
            for (int i = 0; i < size; i++) {
                if (times[i] > time && offsets[i] != offset) {
                    return true;
                }
            }
            return false;
        }
    }

    /** What all reasons have in common that differ in nothing but numbers and case. */
    static String cause(String reason) {
        return reason.toLowerCase(Locale.ROOT).replaceAll("[0-9]+", "#");
    }

    /**
     * A message failed; returns how many did of this cause since {@code from}, at most {@code
     * most}.
     */
    int add(String cause, long offset, long now, long from, int most) {
        Recent recent = causes.get(cause);
        if (recent == null || recent.times.length != most) {
            recent = new Recent(most);
            causes.put(cause, recent);
        }
        recent.add(now, offset);
        return recent.since(from);
    }

    /** Whether another message failed of this cause since then. */
    boolean hitOthers(String cause, long offset, long from) {
        Recent recent = causes.get(cause);
        return recent != null && recent.otherSince(from, offset);
    }

    void clear() {
        causes.clear();
    }
}
