package dev.forebay.server.process;

import dev.forebay.engine.EngineClock;
import dev.forebay.engine.Lane;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.httpapi.alerts.StorageSight;
import dev.forebay.log.AppendCompletion;
import dev.forebay.log.LogFailure;
import dev.forebay.log.LogStore;
import dev.forebay.log.StoreState;
import dev.forebay.log.disk.Disk;
import dev.forebay.server.health.Check.Answer;
import dev.forebay.server.health.LogChecks;
import java.io.IOException;
import java.util.function.Supplier;

/** The log and its disk as alerts look at them. */
final class StorageView implements Supplier<StorageSight> {
    private final LogStore log;
    private final Disk disk;
    private final long reserve;

    /**
     * Of a log.
     *
     * @param reserve bytes that are kept free
     */
    StorageView(LogStore log, Disk disk, long reserve) {
        this.log = log;
        this.disk = disk;
        this.reserve = reserve;
    }

    @Override
    public StorageSight get() {
        StoreState state = log.state();
        String failure = trouble(LogChecks.storage(state));
        String damage = trouble(LogChecks.damage(log.damages()));
        boolean full = state instanceof StoreState.UsingReserve;
        try {
            long room = Math.max(0, disk.usableBytes() - reserve);
            return new StorageSight(disk.totalBytes(), room, full, failure, damage);
        } catch (IOException unknown) {
            String why = "The disk does not tell its free space: " + unknown.getMessage();
            return new StorageSight(
                    0, Long.MAX_VALUE, full, failure.isEmpty() ? why : failure, damage);
        }
    }

    /**
     * Has the log write a checkpoint.
     *
     * @param reply told on the lane how many ms it took
     */
    void checkpoint(Lane lane, EngineClock clock, Reply<Long> reply) {
        long begun = clock.now();
        log.checkpoint(
                new AppendCompletion() {
                    @Override
                    public void completed(long[] noOffsets) {
                        lane.execute(() -> reply.ok(clock.now() - begun));
                    }

                    @Override
                    public void failed(LogFailure failure) {
                        lane.execute(() -> reply.refused(Refusal.of(failure)));
                    }
                });
    }

    private static String trouble(Answer answer) {
        return answer.well() ? "" : answer.detail();
    }
}
