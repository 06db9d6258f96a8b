package dev.forebay.engine.core;

import dev.forebay.engine.Replay;
import dev.forebay.engine.Replays;
import dev.forebay.engine.Subscriptions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The named subscriptions and the replays of one queue, by their numbers. */
final class Readers {
    private final Map<Integer, Named> named = new TreeMap<>();
    private final Map<Integer, Run> replays = new TreeMap<>();
    private int nextNumber = Subscription.WORK + 1;

    /** A named subscription and its machine. */
    record Named(NamedSubscription record, Subscription machine) {}

    /**
     * A replay, and its machine as long as it runs.
     *
     * @param machine null once it is over
     */
    record Run(ReplayRecord record, @Nullable Subscription machine) {}

    int nextNumber() {
        return nextNumber;
    }

    /** A number that nothing had before. */
    int takeNumber() {
        return nextNumber++;
    }

    /** Numbers below are taken. */
    void numbersFrom(int known) {
        nextNumber = Math.max(nextNumber, known);
    }

    Collection<Named> named() {
        return named.values();
    }

    @Nullable Named named(String name) {
        for (Named each : named.values()) {
            if (each.record().name().equals(name)) {
                return each;
            }
        }
        return null;
    }

    @Nullable Named named(int number) {
        return named.get(number);
    }

    /** The name of the subscription of this number, or that such a replay feeds; or null. */
    @Nullable String nameOf(int number) {
        Named known = named.get(number);
        if (known != null) {
            return known.record().name();
        }
        Run run = replays.get(number);
        return run != null
                        && run.record().target() instanceof Replay.Target.Subscription into
                        && !into.name().equals(Subscriptions.WORK)
                ? into.name()
                : null;
    }

    void add(Named added) {
        named.put(added.record().number(), added);
        numbersFrom(added.record().number() + 1);
    }

    void remove(int number) {
        named.remove(number);
        numbersFrom(number + 1);
    }

    Collection<Run> replays() {
        return replays.values();
    }

    @Nullable Run replay(int number) {
        return replays.get(number);
    }

    /** Those that run into the subscription of this number. */
    List<Run> into(Subscription target) {
        List<Run> into = new ArrayList<>();
        for (Run run : replays.values()) {
            Subscription machine = run.machine();
            if (machine != null && machine != target && target.receiving().isFedBy(machine)) {
                into.add(run);
            }
        }
        return into;
    }

    /** Puts it in the place of what was known of it; the oldest past ones are forgotten. */
    void put(Run run) {
        replays.put(run.record().number(), run);
        numbersFrom(run.record().number() + 1);
        int over = 0;
        for (Run each : replays.values()) {
            over += each.record().phase().isOver() ? 1 : 0;
        }
        Iterator<Run> oldest = replays.values().iterator();
        while (over > Replays.REMEMBERED && oldest.hasNext()) {
            if (oldest.next().record().phase().isOver()) {
                oldest.remove();
                over--;
            }
        }
    }
}
