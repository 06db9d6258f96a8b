package dev.forebay.testkit.disk;

/**
 * One call on the disk, about to be done.
 *
 * @param kind what is done
 * @param path to which file or folder
 * @param number which call of the run it is, from 1, reads included
 * @param change which changing call of the run it is, from 1; for a call that changes nothing, the
 *     number of those before it
 */
public record DiskCall(Kind kind, String path, long number, long change) {
    /** The calls of the seam. */
    public enum Kind {
        CREATE,
        OPEN,
        CREATE_DIRECTORY,
        LIST,
        EXISTS,
        RENAME,
        DELETE,
        SYNC_DIRECTORY,
        USABLE_BYTES,
        READ,
        WRITE,
        SYNC,
        TRUNCATE,
        SIZE;

        /** Whether a power cut can tell if it was done. */
        public boolean changes() {
            return switch (this) {
                case CREATE,
                        CREATE_DIRECTORY,
                        RENAME,
                        DELETE,
                        SYNC_DIRECTORY,
                        WRITE,
                        SYNC,
                        TRUNCATE ->
                        true;
                case OPEN, LIST, EXISTS, USABLE_BYTES, READ, SIZE -> false;
            };
        }
    }
}
