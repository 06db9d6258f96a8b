package dev.forebay.testkit.sketch;

import dev.forebay.log.LogStore;
import dev.forebay.log.LogStream;
import dev.forebay.log.StreamAppend;
import dev.forebay.log.StreamName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What the sketch writes down, and the bytes of it. */
sealed interface SketchCommand {
    record Append(List<Entry> entries) implements SketchCommand {
        List<StreamAppend> to(LogStore store) {
            List<StreamAppend> appends = new ArrayList<>();
            for (Entry entry : entries) {
                List<LogStream> targets = new ArrayList<>();
                entry.streams().forEach(name -> targets.add(store.stream(new StreamName(name))));
                appends.add(new StreamAppend(targets, entry.batch().duplicate()));
            }
            return appends;
        }
    }

    record Delete(String stream) implements SketchCommand {}

    record Entry(List<String> streams, ByteBuffer batch) {}

    static SketchCommand append(List<StreamAppend> appends) {
        List<Entry> entries = new ArrayList<>();
        for (StreamAppend append : appends) {
            List<String> names = new ArrayList<>();
            append.targets().forEach(stream -> names.add(stream.name().value()));
            ByteBuffer copy = ByteBuffer.allocate(append.batch().remaining());
            entries.add(new Entry(names, copy.put(append.batch().duplicate()).flip()));
        }
        return new Append(entries);
    }

    static void write(SketchCommand command, ByteBuffer target) {
        switch (command) {
            case Append append -> {
                target.putInt(append.entries().size());
                for (Entry entry : append.entries()) {
                    target.putInt(entry.streams().size());
                    entry.streams().forEach(name -> put(target, name));
                    target.putInt(entry.batch().remaining()).put(entry.batch().duplicate());
                }
            }
            case Delete delete -> put(target.putInt(-1), delete.stream());
        }
    }

    static SketchCommand read(ByteBuffer source) {
        int count = source.getInt();
        if (count < 0) {
            return new Delete(text(source));
        }
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<String> streams = new ArrayList<>();
            for (int names = source.getInt(); names > 0; names--) {
                streams.add(text(source));
            }
            byte[] batch = new byte[source.getInt()];
            source.get(batch);
            entries.add(new Entry(streams, ByteBuffer.wrap(batch)));
        }
        return new Append(entries);
    }

    private static void put(ByteBuffer target, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        target.putInt(bytes.length).put(bytes);
    }

    private static String text(ByteBuffer source) {
        byte[] bytes = new byte[source.getInt()];
        source.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
