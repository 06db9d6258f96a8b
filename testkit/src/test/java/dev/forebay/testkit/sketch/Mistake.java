package dev.forebay.testkit.sketch;

/** A bug planted in the sketch, each one that some real store had. */
enum Mistake {
    /** The folder is not synced after a file got its name. */
    NO_DIRECTORY_SYNC,
    /** An append is answered when it is written; the sync follows. */
    ANSWER_BEFORE_SYNC,
    /** A failed sync is tried again, and the second one succeeds. */
    RETRY_FAILED_SYNC,
    /** A failed write is taken for done. */
    IGNORE_WRITE_ERROR,
    /** Recovery ends at the first bad frame and forgets what lies behind, good or not. */
    CUT_AT_FIRST_BAD_CRC,
    /** A length is used before anything says that it is one. */
    NO_LENGTH_CHECK,
    /** Checksums are not looked at. */
    NO_CRC_CHECK,
    /** Recovery keeps what the page cache shows without writing it again. */
    TRUST_PAGE_CACHE,
    /** A frame left over from the file's earlier life counts. */
    OLD_FRAME_TAKEN,
    /** Each entry of a group is a frame of its own. */
    GROUP_SPLIT,
    /** The snapshot takes its name before its bytes are synced. */
    RENAME_BEFORE_SYNC
}
