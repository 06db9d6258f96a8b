package dev.forebay.engine.sim;

import dev.forebay.engine.Ordering;
import dev.forebay.engine.QueueSettings;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Whose turn it is where keys have no order: nobody is given a message while another key, which
 * surely has less in flight, surely has one that is ready and known. Known is what the server must
 * have had the time and the room to look at.
 */
final class FairModel {
    /** So many messages of a queue may be passed over with the smallest room there is. */
    private static final int ROOM = 20;

    private final Lapse lapse;
    private final Map<String, Long> servedSince = new HashMap<>();

    FairModel(Lapse lapse) {
        this.lapse = lapse;
    }

    /** A receive was answered: from now on the server looks at what the queue holds. */
    void served(String queue, long now) {
        servedSince.putIfAbsent(queue, now);
    }

    /** The server has to begin anew. */
    void crashed() {
        servedSince.clear();
    }

    void check(
            Collection<Tracked> messages,
            QueueSettings settings,
            Tracked delivered,
            Wish wish,
            int mostUntold,
            Set<Long> together,
            long now) {
        long begin = wish.op().begin();
        Long since = servedSince.get(wish.queue());
        boolean known = since != null && since + Model.SLACK <= begin && !lapse.isStalled();
        if (settings.ordering() != Ordering.NONE || !known) {
            return;
        }
        long held = messages.stream().filter(m -> m.mayHaveBeenIn(wish.queue(), 0)).count();
        if (held >= ROOM) {
            return;
        }
        long inFlight =
                messages.stream()
                        .filter(m -> m.key != null && m.key.equals(delivered.key))
                        .filter(m -> m != delivered && !together.contains(m.id))
                        .filter(m -> wasSurelyLeased(m, wish.queue(), begin, now))
                        .count();
        if (inFlight == 0) {
            return;
        }
        Set<String> others = new HashSet<>();
        for (Tracked message : messages) {
            boolean other = message.key != null && !message.key.equals(delivered.key);
            if (other
                    && !together.contains(message.id)
                    && lapse.isSurelyReady(message, wish.queue(), begin, now)) {
                others.add(message.key);
            }
        }
        for (String key : others) {
            long most =
                    mostUntold
                            + messages.stream()
                                    .filter(m -> key.equals(m.key))
                                    .filter(m -> together.contains(m.id) || mayBeLeased(m, begin))
                                    .count();
            if (inFlight > most) {
                throw new SimulationFailure(
                        "unfair: "
                                + delivered
                                + " delivered at "
                                + now
                                + " with "
                                + inFlight
                                + " more of its key in flight, while "
                                + key
                                + " waits with at most "
                                + most);
            }
        }
    }

    private static boolean wasSurelyLeased(Tracked message, String queue, long begin, long now) {
        return message.isCertainlyIn(queue)
                && message.states().stream()
                        .allMatch(s -> s.leased() && s.from() > now && s.since().end() <= begin);
    }

    private static boolean mayBeLeased(Tracked message, long begin) {
        return message.states().stream().anyMatch(s -> s.leased() || s.since().end() >= begin);
    }
}
