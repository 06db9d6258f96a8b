package dev.forebay.testkit.history;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@link Rule#FINALITY}: once a settlement or a purge was answered, or the message was seen in a
 * dead-letter queue, no receive that begins later gets the message from this queue.
 */
record FinalityRule(Evidence evidence, Audit audit) {
    void check(Findings findings) {
        evidence.deliveries()
                .forEach((at, deliveries) -> {
                    Span last = lastBegun(deliveries);
                    ends(at).filter(end -> end.span().before(last))
                            .findFirst()
                            .ifPresent(end ->
                                    findings.add(
                                            Rule.FINALITY,
                                            "%s was delivered again by %s after %s",
                                            at,
                                            last,
                                            end));
                });
    }

    private static Span lastBegun(List<Evidence.Delivery> deliveries) {
        Span last = deliveries.get(0).span();
        for (Evidence.Delivery delivery : deliveries) {
            if (delivery.span().began() > last.began()) {
                last = delivery.span();
            }
        }
        return last;
    }

    /** Calls after whose end the message is no longer here. */
    private Stream<? extends Operation> ends(Evidence.At at) {
        Stream<Operation.Settle> settled =
                evidence.settlements(at.queue(), at.id()).stream()
                        .filter(settle -> settle.happened() && isFinal(at, settle.kind()));
        return Stream.of(settled, purged(at), movedOn(at)).flatMap(s -> s);
    }

    /** What was rejected may come back where dead letters are redriven. */
    private boolean isFinal(Evidence.At at, Settlement kind) {
        return audit.isRedrivenInto(at.queue()) ? kind instanceof Settlement.Ack : kind.isFinal();
    }

    private Stream<Operation.Purge> purged(Evidence.At at) {
        Optional<Operation.Send> send =
                Optional.ofNullable(evidence.sends().get(at.id()))
                        // One in the dead-letter queue at that time may have come back since.
                        .filter(s ->
                                s.queue().equals(at.queue()) && !audit.isRedrivenInto(at.queue()));
        return evidence.purges(at.queue()).stream()
                .filter(Operation::happened)
                .filter(purge ->
                        send.filter(s -> s.happened() && s.span().before(purge.span()))
                                .isPresent());
    }

    private Stream<Operation.Receive> movedOn(Evidence.At at) {
        return audit.path(at.queue()).stream()
                .skip(1)
                .filter(queue -> !audit.isRedrivenInto(at.queue()))
                .flatMap(queue -> evidence.deliveries(queue, at.id()).stream())
                .map(Evidence.Delivery::receive);
    }
}
