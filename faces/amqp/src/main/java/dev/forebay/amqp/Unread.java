package dev.forebay.amqp;

import dev.forebay.engine.Lane;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was written for clients, all of them together, and that they have not read, in bytes. Some
 * that hardly read must not take the memory that others need, nor keep them waiting: the more there
 * is the less each may have; beyond a limit large messages wait, and small ones go to those alone
 * for whom next to nothing waits; and who does not read is cut off then. Who has shown that he
 * reads comes before others, and part of the room is kept for him. On the lane.
 */
final class Unread {
    private static final long LOOK_MILLIS = 1_000;

    private final Lane lane;
    private final long most;

    /** What answers and small messages may add; beyond it somebody has to go at once. */
    private final long mostAtAll;

    private final Set<ClientFlow> holders = new LinkedHashSet<>();

    /** Who waits for room, and what each needs: those first who have shown that they read. */
    private final Map<Runnable, Need> readers = new LinkedHashMap<>();

    private final Map<Runnable, Need> others = new LinkedHashMap<>();

    private long total;
    private boolean looking;

    /** Room for a message. */
    private record Need(ClientFlow client, long bytes) {}

    Unread(Lane lane, AmqpSettings settings) {
        this.lane = lane;
        this.most = settings.unreadBytesOfAll();
        this.mostAtAll = most + settings.bodyMax();
    }

    /** Whether so much is unread that only those get something for whom next to nothing waits. */
    boolean isFull() {
        return total > most;
    }

    /** Whether so much is unread that each client may have little. */
    boolean isMuch() {
        return total > most / 2;
    }

    /**
     * Whether a large message may be written for the client. While little is unread any one may.
     */
    boolean hasRoomFor(ClientFlow client, long bytes) {
        return hasRoomFor(new Need(client, bytes), 0);
    }

    private boolean hasRoomFor(Need need, long promised) {
        long taken = total + promised;
        boolean first = need.bytes() == 0 || need.client().isReader();
        return taken <= most / 2 || taken + need.bytes() <= (first ? most : most - most / 4);
    }

    /** Of one client so much is unread now, and was before. */
    void changed(ClientFlow client, long now, long before) {
        total += now - before;
        if (now > 0) {
            holders.add(client);
        } else {
            holders.remove(client);
        }
        if (total > mostAtAll && now > before) {
            lane.execute(this::relieve);
        }
        lookIfNeeded();
        if (isAwaited()) {
            wake();
        }
    }

    /** Whoever has not read for longest goes, of several the one with most. */
    private void relieve() {
        if (total > mostAtAll) {
            holders.stream()
                    .max(
                            Comparator.comparingInt(ClientFlow::secondsWithoutReading)
                                    .thenComparingLong(ClientFlow::unread))
                    .ifPresent(client -> client.cut("and all clients together leave too much"));
        }
    }

    private boolean isAwaited() {
        return !readers.isEmpty() || !others.isEmpty();
    }

    private void wake() {
        List<Runnable> those = new ArrayList<>(0);
        long promised = take(readers, 0, those);
        if (readers.isEmpty()) {
            take(others, promised, those);
        }
        if (!those.isEmpty()) {
            // Not from within what one of them is being told.
            lane.execute(() -> those.forEach(Runnable::run));
        }
    }

    /** Moves those for whom there is room beside what is promised; returns what is then. */
    private long take(Map<Runnable, Need> waiting, long promised, List<Runnable> those) {
        long all = promised;
        Iterator<Map.Entry<Runnable, Need>> inLine = waiting.entrySet().iterator();
        while (inLine.hasNext()) {
            Map.Entry<Runnable, Need> next = inLine.next();
            if (!hasRoomFor(next.getValue(), all)) {
                break;
            }
            all += next.getValue().bytes();
            those.add(next.getKey());
            inLine.remove();
        }
        return all;
    }

    private void lookIfNeeded() {
        if (!looking && (isMuch() || isAwaited())) {
            looking = true;
            lane.schedule(this::look, LOOK_MILLIS);
        }
    }

    private void look() {
        looking = false;
        boolean needed = isAwaited() || isFull();
        List.copyOf(holders).forEach(holder -> holder.look(needed));
        wakeSmall();
        lookIfNeeded();
    }

    /** Who waits for others needs no room but that less waits for him, which may be so by now. */
    private void wakeSmall() {
        wakeSmall(readers);
        wakeSmall(others);
    }

    private static void wakeSmall(Map<Runnable, Need> waiting) {
        List<Runnable> those =
                waiting.entrySet().stream()
                        .filter(entry -> entry.getValue().bytes() == 0)
                        .map(Map.Entry::getKey)
                        .toList();
        those.forEach(waiting::remove);
        those.forEach(Runnable::run);
    }

    /** Runs this, once, when so many bytes may be delivered to the client. */
    void await(ClientFlow client, long bytes, Runnable then) {
        (client.isReader() ? readers : others).put(then, new Need(client, bytes));
        lookIfNeeded();
    }

    /** Does not run it any more. */
    void awaitNoMore(Runnable then) {
        readers.remove(then);
        others.remove(then);
    }

    /** The client is gone, and what it had not read. */
    void forget(ClientFlow client, long unread) {
        changed(client, 0, unread);
    }
}
