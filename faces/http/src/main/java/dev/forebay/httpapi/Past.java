package dev.forebay.httpapi;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The figures of the last ten minutes by the second, of six hours by 15 s and of seven days by five
 * minutes: of the server, and of as many queues as there is room for. On the lane.
 */
final class Past {
    /** A queue's history takes 130 kB. */
    private static final int MOST_QUEUES = 100;

    /** Of looks in which nothing was to be told, after which another queue may have the place. */
    private static final int QUIET_LOOKS = 600;

    /** Names the lines that are kept: what has others was kept by another version. */
    private static final byte[] FORMAT =
            ("1 " + Line.SERVER.stream().map(Line::label).toList() + Line.QUEUE.size())
                    .getBytes(StandardCharsets.UTF_8);

    private Track<Sampling.Look> total = new Track<>(Line.SERVER);
    private final Map<String, QueueTrack> queues = new HashMap<>();

    /** Of a queue, which may have had nothing to tell for a while. */
    private static final class QueueTrack {
        private final Track<Figures> track = new Track<>(Line.QUEUE);
        private int quiet;

        void add(long wall, Figures figures) {
            track.add(wall, figures);
            quiet = figures.isQuiet() ? quiet + 1 : 0;
        }
    }

    /**
     * Takes note.
     *
     * @param existing names of the queues that there are
     */
    void add(Sampling.Look look, Set<String> existing) {
        total.add(look.wall(), look);
        queues.keySet().retainAll(existing);
        for (Map.Entry<String, Standing> one : look.each().entrySet()) {
            if (!one.getValue().figures().isQuiet() && !begin(one.getKey())) {
                break;
            }
        }
        queues.forEach((name, queue) -> queue.add(look.wall(), figures(look, name)));
    }

    private static Figures figures(Sampling.Look look, String name) {
        return look.each().getOrDefault(name, Standing.NOTHING).figures();
    }

    /** False when there is no room for it, nor then for any other. */
    private boolean begin(String name) {
        if (!queues.containsKey(name)) {
            if (!hasPlace()) {
                return false;
            }
            queues.put(name, new QueueTrack());
        }
        return true;
    }

    /** Room for one queue more, if need be instead of one that was quiet for long. */
    private boolean hasPlace() {
        if (queues.size() < MOST_QUEUES) {
            return true;
        }
        Iterator<QueueTrack> each = queues.values().iterator();
        while (each.hasNext()) {
            if (each.next().quiet > QUIET_LOOKS) {
                each.remove();
                return true;
            }
        }
        return false;
    }

    Series<Sampling.Look> of(Step step) {
        return total.in(step);
    }

    /** Of a queue; with nothing in it when it was quiet, or too many others are busy. */
    Series<Figures> of(String queue, Step step) {
        QueueTrack known = queues.get(queue);
        return known == null ? new Series<>(Line.QUEUE, step) : known.track.in(step);
    }

    /** What is to be saved, piece by piece, each as it is when asked for. */
    Iterator<Supplier<ByteBuffer>> pieces() {
        List<Supplier<ByteBuffer>> pieces = new ArrayList<>();
        pieces.add(() -> piece(FORMAT, total.save()));
        for (Map.Entry<String, QueueTrack> queue : queues.entrySet()) {
            byte[] name = queue.getKey().getBytes(StandardCharsets.UTF_8);
            Track<Figures> track = queue.getValue().track;
            pieces.add(() -> piece(name, track.save()));
        }
        return pieces.iterator();
    }

    private static ByteBuffer piece(byte[] name, ByteBuffer track) {
        return ByteBuffer.allocate(Integer.BYTES + name.length + track.remaining())
                .putInt(name.length)
                .put(name)
                .put(track)
                .flip();
    }

    /**
     * Takes what was saved, before the first look.
     *
     * @param wall now
     * @throws IllegalArgumentException when it was saved by another version; nothing is taken then
     */
    void restore(ByteBuffer saved, long wall) {
        Track<Sampling.Look> server = new Track<>(Line.SERVER);
        Map<String, QueueTrack> restored = new HashMap<>();
        try {
            if (!ByteBuffer.wrap(name(saved)).equals(ByteBuffer.wrap(FORMAT))) {
                throw new IllegalArgumentException("it was written by another version");
            }
            server.restore(saved);
            while (saved.hasRemaining() && restored.size() < MOST_QUEUES) {
                QueueTrack queue = new QueueTrack();
                restored.put(new String(name(saved), StandardCharsets.UTF_8), queue);
                queue.track.restore(saved);
            }
        } catch (BufferUnderflowException cut) {
            throw new IllegalArgumentException("it ends too early", cut);
        }
        server.resume(wall);
        restored.values().forEach(queue -> queue.track.resume(wall));
        total = server;
        queues.putAll(restored);
    }

    private static byte[] name(ByteBuffer saved) {
        int length = saved.getInt();
        if (length < 0 || length > saved.remaining()) {
            throw new IllegalArgumentException("a name of " + length + " bytes");
        }
        byte[] name = new byte[length];
        saved.get(name);
        return name;
    }
}
