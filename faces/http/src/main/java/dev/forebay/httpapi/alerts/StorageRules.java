package dev.forebay.httpapi.alerts;

import java.util.ArrayDeque;
import java.util.Deque;

/** When storage needs somebody: now, or before long if the disk fills up as it does. */
final class StorageRules {
    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;

    /** By what was used within the last half hour, but not before there are ten minutes of it. */
    private static final int LOOKS = 30;

    private static final long LEAST_SPAN = 10 * MINUTE;

    /** The disk is filling if it is full so soon; it is no more so if it takes longer than that. */
    private static final long SOON = 4 * HOUR;

    private static final long LATER = 6 * HOUR;

    /** Room that is little: a twentieth of the disk, but no more than 2 GiB. */
    private static final long LITTLE = 2L << 30;

    private static final int SHARE = 20;

    private final Deque<Look> looks = new ArrayDeque<>(LOOKS);

    private record Look(long at, long room) {}

    static Verdict storage(StorageSight sight) {
        if (!sight.failure().isEmpty()) {
            return Verdict.critical(sight::failure);
        }
        return sight.damage().isEmpty() ? Verdict.GOOD : Verdict.critical(sight::damage);
    }

    /**
     * Judges, and takes note.
     *
     * @param now engine time in ms
     */
    Verdict disk(StorageSight sight, long now) {
        note(sight.roomBytes(), now);
        if (sight.isFull()) {
            return Verdict.critical(() -> "The disk is full: sends are refused.");
        }
        long left = millisLeft(sight.roomBytes(), now);
        String room = InWords.bytes(sight.roomBytes());
        if (left < SOON) {
            return Verdict.warning(() ->
                    "The disk will be full in %s if it fills up as in the last half hour; there is room for %s."
                            .formatted(InWords.span(left), room));
        }
        long little = Math.min(LITTLE, sight.totalBytes() / SHARE);
        if (sight.roomBytes() < little) {
            return Verdict.warning(() -> "There is room for %s on the disk.".formatted(room));
        }
        boolean good = left > LATER && sight.roomBytes() > little + little / 4;
        return good ? Verdict.GOOD : Verdict.BETWEEN;
    }

    private void note(long room, long now) {
        if (looks.isEmpty() || now - looks.getLast().at() >= MINUTE) {
            if (looks.size() == LOOKS) {
                looks.remove();
            }
            looks.add(new Look(now, room));
        }
    }

    private long millisLeft(long room, long now) {
        Look first = looks.getFirst();
        long span = now - first.at();
        long used = first.room() - room;
        return span < LEAST_SPAN || used <= 0
                ? Long.MAX_VALUE
                : (long) ((double) room / used * span);
    }
}
