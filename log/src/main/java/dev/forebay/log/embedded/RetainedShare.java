package dev.forebay.log.embedded;

import dev.forebay.log.disk.Disk;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what nobody needs any more, and is kept for reading back only, within a share of the
 * volume: all streams together, the oldest segments go first. Storage task only.
 */
final class RetainedShare {
    private static final int ALL = 100;

    private final Disk disk;
    private final SegmentStore segments;
    private final int percent;

    RetainedShare(Disk disk, SegmentStore segments, int percent) {
        this.disk = disk;
        this.segments = segments;
        this.percent = percent;
    }

    /** Lets go of whole segments until the rest is within the share. */
    void enforce() throws IOException {
        long retained = 0;
        for (StreamLog log : segments.logs.all()) {
            retained += log.unneededBytes();
        }
        if (retained == 0) {
            return;
        }
        long share = disk.totalBytes() / ALL * percent;
        while (retained > share) {
            StreamLog oldest = oldest();
            if (oldest == null) {
                return;
            }
            retained -= oldest.segments.getFirst().bytes;
            segments.dropFirst(oldest);
        }
    }

    private @Nullable StreamLog oldest() {
        StreamLog oldest = null;
        for (StreamLog log : segments.logs.all()) {
            boolean sooner =
                    log.yieldsFirst()
                            && (oldest == null
                                    || log.segments.getFirst().maxTimestamp
                                            < oldest.segments.getFirst().maxTimestamp);
            oldest = sooner ? log : oldest;
        }
        return oldest;
    }
}
