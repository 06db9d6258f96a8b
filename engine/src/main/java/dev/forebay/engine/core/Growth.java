package dev.forebay.engine.core;

/**
 * How much a subscription has changed since its last snapshot: what a recovery would have to redo.
 */
final class Growth {
    static final long NOTHING = Long.MAX_VALUE;

    private long records;
    private long bytes;
    private long journalFrom = NOTHING;
    private long journalBytesAt;

    void message(int size) {
        records++;
        bytes += size;
    }

    void entry(DeliveryJournal journal) {
        records++;
        if (journalFrom == NOTHING) {
            journalFrom = journal.confirmedEnd();
            journalBytesAt = journal.totalBytes();
        }
    }

    /** An entry that the start replayed stands at this offset of the journal or after it. */
    void replayed(long from) {
        records++;
        journalFrom = from;
        journalBytesAt = 0;
    }

    boolean isNothing() {
        return records == 0;
    }

    boolean hasEntries() {
        return journalFrom != NOTHING;
    }

    /** A replay needs the journal from here on, or {@link #NOTHING}. */
    long journalFrom() {
        return journalFrom;
    }

    /** What {@link DeliveryJournal#totalBytes} was at the first entry. */
    long journalBytesAt() {
        return journalBytesAt;
    }

    /** A snapshot that cost so many bytes pays once as much has changed. */
    boolean reaches(EngineLimits limits, long snapshotBytes) {
        long enough = Math.max(limits.snapshotRecords(), snapshotBytes / 4);
        return records >= enough || bytes >= Math.max(limits.snapshotBytes(), snapshotBytes);
    }

    void reset() {
        records = 0;
        bytes = 0;
        journalFrom = NOTHING;
    }
}
