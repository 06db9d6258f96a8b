package dev.forebay.log.embedded;

import dev.forebay.log.AppendCompletion;
import dev.forebay.log.LogFailure;
import dev.forebay.log.ReadCompletion;
import dev.forebay.log.StreamAppend;
import dev.forebay.log.StreamName;
import dev.forebay.testkit.disk.PowerCutException;
import dev.forebay.testkit.disk.SimDisk;
import dev.forebay.testkit.log.TestBatches;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A store on a simulated disk whose tasks take steps as a seed says, and what it answered. */
final class Rig implements TaskRunner {
    /** An append of one text to some streams, and what came of it. */
    static final class Group {
        final String text;
        final List<String> streams;
        final int bytes;
        long @Nullable [] offsets;
        @Nullable LogFailure failure;

        Group(String text, List<String> streams, int bytes) {
            this.text = text;
            this.streams = streams;
            this.bytes = bytes;
        }
    }

    private final List<LogTask> tasks = new ArrayList<>();
    private final Random random;
    private long nanos;
    final SimDisk disk;
    final EmbeddedLogStore store;

    Rig(SimDisk disk, LogSettings settings, Random random) throws IOException {
        this.disk = disk;
        this.random = random;
        store =
                EmbeddedLogStore.open(
                        disk,
                        settings,
                        new LogEnvironment(
                                () -> nanos / 1_000_000,
                                () -> nanos,
                                () -> 7,
                                this,
                                LogListener.NONE));
    }

    @Override
    public Handle start(String name, LogTask task) {
        tasks.add(task);
        return new Handle() {
            @Override
            public void wake() {}

            @Override
            public void stop() {
                tasks.remove(task);
            }
        };
    }

    /** One step of any task; time goes on a little. */
    void step() {
        nanos += random.nextInt(3_000_000);
        tasks.get(random.nextInt(tasks.size())).step();
    }

    void steps(int count) {
        for (int i = 0; i < count; i++) {
            step();
        }
    }

    void append(Group group) {
        List<StreamAppend> entries = new ArrayList<>();
        for (String stream : group.streams) {
            String text = group.text + "x".repeat(group.bytes);
            entries.add(
                    new StreamAppend(
                            store.stream(new StreamName(stream)), TestBatches.batch(5, text)));
        }
        store.append(
                entries,
                new AppendCompletion() {
                    @Override
                    public void completed(long[] baseOffsets) {
                        group.offsets = baseOffsets;
                    }

                    @Override
                    public void failed(LogFailure failure) {
                        group.failure = failure;
                    }
                });
    }

    /** Everything in a stream by offset, the padding of texts taken off. */
    Map<Long, String> contents(String stream) {
        Map<Long, String> contents = new TreeMap<>();
        long[] from = {0};
        long end = store.stream(new StreamName(stream)).endOffset();
        while (from[0] < end) {
            boolean[] answered = {false};
            store.stream(new StreamName(stream))
                    .read(
                            from[0],
                            900,
                            new ReadCompletion() {
                                @Override
                                public void completed(ByteBuffer batches) {
                                    from[0] = add(contents, batches, end);
                                    answered[0] = true;
                                }

                                @Override
                                public void failed(LogFailure failure) {
                                    throw new AssertionError(stream + ": " + failure);
                                }
                            });
            while (!answered[0]) {
                step();
            }
        }
        return contents;
    }

    private static long add(Map<Long, String> contents, ByteBuffer batches, long end) {
        long next = end;
        for (String text : TestBatches.texts(batches)) {
            int equals = text.indexOf('=');
            long offset = Long.parseLong(text.substring(0, equals));
            int padding = text.indexOf('x');
            contents.put(offset, text.substring(equals + 1, padding < 0 ? text.length() : padding));
            next = offset + 1;
        }
        return next;
    }

    static boolean isPowerCut(Throwable thrown) {
        return thrown instanceof PowerCutException;
    }
}
