package dev.forebay.engine.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What becomes of messages whose dead letters are routed. Each death of a message makes a copy for
 * each queue it goes to, with a name of its own; a redrive moves a copy with its name. Each copy
 * that there is ends once: acked, or dead, with all of the copies of one death or with none.
 */
final class RoutedCopies {
    private final Set<String> sent = new HashSet<>();
    private final Set<String> there = new HashSet<>();
    private final Set<String> acked = new HashSet<>();

    /** Acks without an answer, or with one that leaves open what happened. */
    private final List<String> open = new ArrayList<>();

    private final Map<String, List<List<String>>> deaths = new HashMap<>();
    private int made;

    void sent(String message) {
        sent.add(message);
    }

    void sendAnswered(String message) {
        there.add(message);
    }

    /** It is about to die: names of its copies, one for each of these queues. */
    List<String> dies(String copy, List<String> targets) {
        require(!acked.contains(copy), copy + " dies though its ack was answered");
        seen(copy);
        List<String> copies = new ArrayList<>();
        for (String target : targets) {
            copies.add("c" + made++ + " in " + target + " of " + copy);
        }
        sent.addAll(copies);
        deaths.computeIfAbsent(copy, unused -> new ArrayList<>()).add(copies);
        return copies;
    }

    /** Somebody is given it, or it moves. */
    void seen(String copy) {
        require(sent.contains(copy), copy + " was never sent");
        there.add(copy);
    }

    void delivered(String copy) {
        require(!acked.contains(copy), copy + " is delivered though its ack was answered");
        seen(copy);
    }

    void acking(String copy) {
        open.add(copy);
    }

    void acked(String copy) {
        notAcked(copy);
        acked.add(copy);
    }

    void notAcked(String copy) {
        open.remove(copy);
    }

    /** Judges it all, when these are all that the queues held in the end. */
    void verify(List<String> left) {
        require(new HashSet<>(left).size() == left.size(), "something was there twice: " + left);
        left.forEach(this::delivered);
        Set<String> inTheEnd = Set.copyOf(left);
        there.forEach(copy -> verify(copy, inTheEnd.contains(copy)));
    }

    private void verify(String copy, boolean isLeft) {
        List<List<String>> all = deaths.getOrDefault(copy, List.of());
        List<List<String>> real =
                all.stream().filter(copies -> copies.stream().anyMatch(there::contains)).toList();
        for (List<String> copies : real) {
            require(there.containsAll(copies), copy + " went to some of its queues: " + copies);
        }
        require(real.size() <= 1, copy + " died more than once: " + real);
        boolean died = !real.isEmpty();
        require(!died || !isLeft, copy + " died and is still there");
        require(!died || !acked.contains(copy), copy + " died though its ack was answered");
        boolean gone = all.stream().anyMatch(List::isEmpty);
        boolean explained = died || isLeft || gone || acked.contains(copy) || open.contains(copy);
        require(explained, copy + " is lost; deaths that came to nothing: " + all);
    }

    private static void require(boolean held, String what) {
        if (!held) {
            throw new SimulationFailure(what);
        }
    }
}
