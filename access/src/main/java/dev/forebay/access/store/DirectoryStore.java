package dev.forebay.access.store;

import dev.forebay.access.Directory;
import dev.forebay.access.DirectoryChange;
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
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Users and credentials in their stream. Changes are made one after the other, each together with
 * its entry in the audit log, and are seen once they are on disk. Changes and replies on the lane;
 * {@link #current} on any thread.
 */
public final class DirectoryStore {
    private static final StreamName STREAM = new StreamName("access");

    /** The stream is rewritten once it holds so many more records than twice what is alive. */
    private static final long SLACK_RECORDS = 1_000;

    private final LogStream stream;
    private final Lane lane;
    private final EngineClock clock;
    private final Appends appends;
    private final AuditLog audit;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private final List<Consumer<String>> farewells = new ArrayList<>();
    private volatile Directory current = Directory.EMPTY;
    private boolean changing;
    private long records;

    public DirectoryStore(LogStore store, Lane lane, EngineClock clock, AuditLog audit) {
        this.stream = store.stream(STREAM);
        this.lane = lane;
        this.clock = clock;
        this.appends = new Appends(store, lane);
        this.audit = audit;
    }

    /** What a change comes down to, given how things are when its turn has come. */
    public sealed interface Verdict {
        /** Do these, and say so. */
        record Make(List<DirectoryChange> changes, AuditEntry entry) implements Verdict {}

        /** Do nothing, and note that. */
        record Refuse(Refusal refusal, AuditEntry entry) implements Verdict {}
    }

    /** Reads what there is; to be called once, before anything else. */
    public void load(Reply<Directory> reply) {
        Directory[] loaded = {Directory.EMPTY};
        new StreamReading(
                        lane::execute,
                        stream,
                        0,
                        record -> {
                            loaded[0] = loaded[0].after(DirectoryCodec.read(record.value()));
                            records++;
                            return true;
                        },
                        () -> {
                            current = loaded[0];
                            reply.ok(current);
                        },
                        failure -> reply.refused(Refusal.of(failure)))
                .start();
    }

    public Directory current() {
        return current;
    }

    /** Has somebody told of each user that is removed, before there can be another. On the lane. */
    public void whenRemoved(Consumer<String> farewell) {
        farewells.add(farewell);
    }

    /** Makes a change when those before it have ended. */
    public void change(Function<Directory, Verdict> decide, Reply<Directory> reply) {
        waiting.addLast(() -> begin(decide, reply));
        proceed();
    }

    private void proceed() {
        Runnable next;
        while (!changing && (next = waiting.pollFirst()) != null) {
            next.run();
        }
    }

    private void begin(Function<Directory, Verdict> decide, Reply<Directory> reply) {
        switch (decide.apply(current)) {
            case Verdict.Refuse refuse ->
                    audit.note(refuse.entry(), () -> reply.refused(refuse.refusal()));
            case Verdict.Make make -> {
                changing = true;
                List<StreamAppend> entries =
                        List.of(batch(make.changes()), audit.entry(make.entry()));
                appends.append(
                        entries,
                        new Reply<>() {
                            @Override
                            public void ok(Long offset) {
                                made(make.changes());
                                reply.ok(current);
                                proceed();
                            }

                            @Override
                            public void refused(Refusal refusal) {
                                changing = false;
                                reply.refused(refusal);
                                proceed();
                            }
                        });
            }
        }
    }

    private StreamAppend batch(List<DirectoryChange> changes) {
        List<ByteBuffer> batch = new ArrayList<>(changes.size());
        changes.forEach(change -> batch.add(DirectoryCodec.write(change)));
        return Appends.batch(stream, clock.wall(), batch);
    }

    private void made(List<DirectoryChange> changes) {
        Directory next = current;
        for (DirectoryChange change : changes) {
            next = next.after(change);
        }
        current = next;
        records += changes.size();
        changing = false;
        sayFarewell(changes);
        rewriteIfLong();
    }

    private void sayFarewell(List<DirectoryChange> changes) {
        for (DirectoryChange change : changes) {
            if (change instanceof DirectoryChange.RemoveUser removed) {
                farewells.forEach(farewell -> farewell.accept(removed.name()));
            }
        }
    }

    private void rewriteIfLong() {
        List<DirectoryChange> all = current.all();
        if (all.isEmpty() || records <= 2L * all.size() + SLACK_RECORDS) {
            return;
        }
        changing = true;
        appends.append(
                List.of(batch(all)),
                new Reply<>() {
                    @Override
                    public void ok(Long offset) {
                        changing = false;
                        records = all.size();
                        stream.retain(offset, new RetentionRule(0, 0, clock.wall()));
                        proceed();
                    }

                    @Override
                    public void refused(Refusal refusal) {
                        changing = false;
                        proceed();
                    }
                });
    }
}
