package dev.forebay.bench.sqs;

import java.io.IOException;

/** A replay that is paused between its turns. */
final class Replaying implements Background {
    private final Archive archive;
    private final long replay;
    private long from;

    Replaying(Archive archive, long replay) {
        this.archive = archive;
        this.replay = replay;
    }

    @Override
    public void begin() throws IOException, InterruptedException {
        from = archive.position(replay);
        archive.resume(replay);
    }

    @Override
    public long end() throws IOException, InterruptedException {
        archive.pause(replay);
        return archive.position(replay) - from;
    }
}
