package dev.forebay.testkit.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A history sorted for the rules: by message, and by queue. */
final class Evidence {
    /** A message at one queue. */
    record At(String queue, long id) {}

    /**
     * A message in an answered receive.
     *
     * @param position its place in the answer
     */
    record Delivery(Received message, Operation.Receive receive, int position) {
        Span span() {
            return receive.span();
        }
    }

    private final Map<Long, Operation.Send> sends = new LinkedHashMap<>();
    private final Map<At, List<Delivery>> deliveries = new LinkedHashMap<>();
    private final Map<At, List<Operation.Settle>> settlements = new HashMap<>();
    private final Map<String, List<Operation.Purge>> purges = new HashMap<>();
    private final List<Delivery> spoiled = new ArrayList<>();
    private long end;

    Evidence(List<Operation> operations) {
        for (Operation operation : operations) {
            end = Math.max(end, operation.span().beganAt());
            switch (operation) {
                case Operation.Send send -> addSend(send);
                case Operation.Receive receive -> addReceive(receive);
                case Operation.Settle settle ->
                        settlements.computeIfAbsent(at(settle), k -> new ArrayList<>()).add(settle);
                case Operation.Purge purge ->
                        purges.computeIfAbsent(purge.queue(), k -> new ArrayList<>()).add(purge);
            }
        }
        deliveries
                .values()
                .forEach(list -> list.sort(Comparator.comparingLong(d -> d.span().ended())));
        settlements
                .values()
                .forEach(list -> list.sort(Comparator.comparingLong(s -> s.span().began())));
    }

    private void addSend(Operation.Send send) {
        if (sends.put(send.id(), send) != null) {
            throw new IllegalArgumentException("id " + send.id() + " was sent twice");
        }
    }

    private void addReceive(Operation.Receive receive) {
        for (int i = 0; i < receive.received().size(); i++) {
            Received message = receive.received().get(i);
            Delivery delivery = new Delivery(message, receive, i);
            if (message.id() == Received.NOT_WHAT_WAS_SENT) {
                spoiled.add(delivery);
            } else {
                deliveries
                        .computeIfAbsent(
                                new At(receive.queue(), message.id()), k -> new ArrayList<>())
                        .add(delivery);
            }
        }
    }

    private static At at(Operation.Settle settle) {
        return new At(settle.queue(), settle.id());
    }

    Map<Long, Operation.Send> sends() {
        return sends;
    }

    /** By message and queue, each list in the order of answers. */
    Map<At, List<Delivery>> deliveries() {
        return deliveries;
    }

    List<Delivery> deliveries(String queue, long id) {
        return deliveries.getOrDefault(new At(queue, id), List.of());
    }

    /** In the order of calls. */
    List<Operation.Settle> settlements(String queue, long id) {
        return settlements.getOrDefault(new At(queue, id), List.of());
    }

    List<Operation.Purge> purges(String queue) {
        return purges.getOrDefault(queue, List.of());
    }

    /** Deliveries whose bytes are nobody's. */
    List<Delivery> spoiled() {
        return spoiled;
    }

    /** Time of the last call. */
    long end() {
        return end;
    }
}
