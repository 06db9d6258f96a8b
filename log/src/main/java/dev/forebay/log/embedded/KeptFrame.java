package dev.forebay.log.embedded;

import java.util.List;

/**
 * A frame, or what is left of one, that recovery applies.
 *
 * @param path the file it is in
 * @param from first byte of its entries
 * @param to end of its entries
 * @param sequence its number
 * @param engineTime its time in ms
 * @param kind one of the kinds of {@link Frame}
 * @param entries those of a damaged frame that can still be told; empty when the frame is whole
 * @param damaged whether only {@code entries} are to be applied
 */
record KeptFrame(
        String path,
        int from,
        int to,
        long sequence,
        long engineTime,
        int kind,
        List<FrameAudit.Entry> entries,
        Condition damaged) {
    enum Condition {
        WHOLE,
        DAMAGED
    }
}
