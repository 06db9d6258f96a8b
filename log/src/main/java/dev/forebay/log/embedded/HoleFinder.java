package dev.forebay.log.embedded;

import dev.forebay.log.Damage;
import dev.forebay.log.StreamName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Lays damage of the commit log at the streams it hit: by what entries still tell, and by offsets
 * that frames behind the damage take for granted. Slow, and only used when there is damage.
 */
final class HoleFinder {
    private final Map<Long, String> names = new HashMap<>();
    private final Map<Long, Long> ends = new HashMap<>();
    private final CommitScan scan;
    private final EntryCursor cursor = new EntryCursor();
    private final Map<Chain.Spot, List<Damage>> found = new HashMap<>();
    private final Map<Long, StreamName> created = new TreeMap<>();
    private List<Chain.Spot> spots = List.of();
    private @Nullable ByteBuffer loaded;
    private String loadedPath = "";

    HoleFinder(CheckpointReader.Checkpoint checkpoint, CommitScan scan) {
        this.scan = scan;
        checkpoint
                .streams()
                .forEach((id, stream) -> {
                    names.put(id, stream.name());
                    ends.put(id, stream.endOffset());
                });
    }

    List<Damage> find(Chain chain, List<Chain.Spot> judged) throws IOException {
        spots = judged;
        for (KeptFrame frame : chain.kept()) {
            walk(frame, this::name);
        }
        for (KeptFrame frame : chain.kept()) {
            reportDamaged(frame);
            walk(frame, this::follow);
        }
        for (KeptFrame frame : chain.dropped()) {
            if (frame.damaged() == KeptFrame.Condition.DAMAGED) {
                frame.entries().forEach(entry -> report(frame, entry));
            }
        }
        List<Damage> damages = new ArrayList<>();
        for (Chain.Spot spot : spots) {
            damages.addAll(found.getOrDefault(spot, List.of(damage(spot, "", -1, -1))));
        }
        return damages;
    }

    /** Visits every entry that is whole, with the cursor on it. */
    private void walk(KeptFrame frame, BiConsumer<KeptFrame, ByteBuffer> visitor)
            throws IOException {
        ByteBuffer file = load(frame.path());
        if (frame.damaged() == KeptFrame.Condition.WHOLE) {
            cursor.reset(file, frame.from(), frame.to());
            while (cursor.next()) {
                visitor.accept(frame, file);
            }
        }
        for (FrameAudit.Entry entry : frame.entries()) {
            if (entry.whole()) {
                cursor.reset(file, entry.from(), entry.to());
                cursor.next();
                visitor.accept(frame, file);
            }
        }
    }

    private ByteBuffer load(String path) throws IOException {
        ByteBuffer file = loaded;
        if (file == null || !path.equals(loadedPath)) {
            file = scan.load(path);
            loaded = file;
            loadedPath = path;
        }
        return file;
    }

    private void reportDamaged(KeptFrame frame) {
        for (FrameAudit.Entry entry : frame.entries()) {
            if (!entry.whole()) {
                report(frame, entry);
            }
        }
    }

    /**
     * A name may come only after batches of its stream, when the frame that had it first is bad.
     */
    private void name(KeptFrame frame, ByteBuffer file) {
        if (cursor.kind() == Frame.CREATE) {
            StreamName name = StreamLogs.name(file, cursor);
            names.put(cursor.streamId(0), name.value());
            created.putIfAbsent(cursor.streamId(0), name);
        }
    }

    /** Streams that the commit log makes, by id. */
    Map<Long, StreamName> created() {
        return created;
    }

    private void follow(KeptFrame frame, ByteBuffer file) {
        if (cursor.kind() != Frame.BATCH) {
            return;
        }
        for (int i = 0; i < cursor.targets(); i++) {
            long id = cursor.streamId(i);
            long base = cursor.baseOffset(i);
            long end = ends.getOrDefault(id, 0L);
            if (base > end && names.containsKey(id)) {
                note(frame.sequence(), name(id), end, base - 1);
            }
            ends.put(id, Math.max(end, base + cursor.span()));
        }
    }

    /** An entry whose header is whole tells exactly what is lost with its body. */
    private void report(KeptFrame frame, FrameAudit.Entry entry) {
        for (FrameAudit.Target target : entry.targets()) {
            long last = target.baseOffset() + entry.span() - 1;
            long end = ends.getOrDefault(target.streamId(), 0L);
            if (target.baseOffset() > end && frame.damaged() == KeptFrame.Condition.DAMAGED) {
                note(frame.sequence(), name(target.streamId()), end, target.baseOffset() - 1);
            }
            note(frame.sequence(), name(target.streamId()), target.baseOffset(), last);
            ends.merge(target.streamId(), last + 1, Math::max);
        }
    }

    private String name(long id) {
        return names.getOrDefault(id, "");
    }

    private void note(long sequence, String stream, long first, long last) {
        Chain.Spot spot = nearest(sequence);
        if (spot != null) {
            found.computeIfAbsent(spot, any -> new ArrayList<>())
                    .add(damage(spot, stream, first, last));
        }
    }

    /** The last damage at or before a frame; failing that, any. */
    private Chain.@Nullable Spot nearest(long sequence) {
        Chain.Spot nearest = null;
        for (Chain.Spot spot : spots) {
            boolean later = nearest == null || spot.sequence() > nearest.sequence();
            if (spot.sequence() <= sequence && later) {
                nearest = spot;
            }
        }
        return nearest == null && !spots.isEmpty() ? spots.getFirst() : nearest;
    }

    private static Damage damage(Chain.Spot spot, String stream, long first, long last) {
        return new Damage(
                spot.path(),
                spot.position(),
                spot.length(),
                stream,
                first,
                last,
                spot.kind(),
                spot.detail());
    }
}
