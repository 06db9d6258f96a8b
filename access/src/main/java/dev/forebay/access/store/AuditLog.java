package dev.forebay.access.store;

import dev.forebay.engine.EngineClock;
import dev.forebay.engine.Lane;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.log.LogStore;
import dev.forebay.log.LogStream;
import dev.forebay.log.RetentionRule;
import dev.forebay.log.StreamAppend;
import dev.forebay.log.StreamName;
import dev.forebay.log.StreamReading;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who changed what, from where, when, and what became of it. On the engine's lane. */
public final class AuditLog {
    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
    private static final StreamName STREAM = new StreamName("audit");
    private static final long RETAIN_EVERY = 1_000;
    private static final int MOST_LOOKED = 20_000;

    private final LogStream stream;
    private final Lane lane;
    private final EngineClock clock;
    private final Appends appends;
    private final Retention retention;
    private long sinceRetained;

    public AuditLog(LogStore store, Lane lane, EngineClock clock, Retention retention) {
        this.stream = store.stream(STREAM);
        this.lane = lane;
        this.clock = clock;
        this.appends = new Appends(store, lane);
        this.retention = retention;
    }

    /**
     * What is kept: whole segment files go once they are past both age and need, or beyond the
     * size.
     *
     * @param millis age
     * @param bytes size
     */
    public record Retention(long millis, long bytes) {
        /** 400 days, 256 MiB. */
        public static Retention defaults() {
            return new Retention(400L * 24 * 3_600_000, 256L << 20);
        }
    }

    /** Part of the log. {@code next} is where the following part begins; equal to the end at it. */
    public record Page(List<AuditEntry> entries, long next, boolean more) {}

    /** What goes into an append that also makes the change. */
    StreamAppend entry(AuditEntry entry) {
        return Appends.batch(stream, entry.at(), List.of(AuditCodec.write(entry)));
    }

    /**
     * Notes what has been done already.
     *
     * @param then runs once it is on disk, or cannot be
     */
    public void note(AuditEntry entry, Runnable then) {
        appends.append(
                List.of(entry(entry)),
                new Reply<>() {
                    @Override
                    public void ok(Long offset) {
                        retain();
                        then.run();
                    }

                    @Override
                    public void refused(Refusal refusal) {
                        LOG.atWarn()
                                .addKeyValue("action", entry.action())
                                .addKeyValue("target", entry.target())
                                .addKeyValue("user", entry.user())
                                .addKeyValue("outcome", entry.outcome().word())
                                .addKeyValue("reason", refusal.message())
                                .log("a change is missing in the audit log");
                        then.run();
                    }
                });
    }

    private void retain() {
        if (++sinceRetained % RETAIN_EVERY == 1) {
            stream.retain(
                    stream.endOffset(),
                    new RetentionRule(retention.millis(), retention.bytes(), clock.wall()));
        }
    }

    /** Where entries of a time begin; accurate to some entries before. */
    public long offsetAt(long wall) {
        return stream.offsetAt(wall);
    }

    /** Everything. */
    public void read(long from, int most, Reply<Page> reply) {
        read(from, most, AuditFilter.ALL, reply);
    }

    /**
     * Reads forward; looks at so much at once that there may be more though few were found.
     *
     * @param from 0, {@link #offsetAt} or what the page before said
     * @param most entries, 1 to 1,000
     */
    public void read(long from, int most, AuditFilter filter, Reply<Page> reply) {
        List<AuditEntry> entries = new ArrayList<>();
        int[] looked = {0};
        long[] next = {Math.max(from, stream.startOffset())};
        new StreamReading(
                        lane::execute,
                        stream,
                        from,
                        record -> {
                            AuditEntry entry = AuditCodec.read(record.value());
                            if (filter.means(entry)) {
                                entries.add(entry);
                            }
                            next[0] = record.offset() + 1;
                            return entries.size() < most && ++looked[0] < MOST_LOOKED;
                        },
                        () ->
                                reply.ok(
                                        new Page(
                                                List.copyOf(entries),
                                                next[0],
                                                next[0] < stream.endOffset())),
                        failure -> reply.refused(Refusal.of(failure)))
                .start();
    }
}
