package dev.forebay.cli.demo;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Moments to show. */
final class Moments {
    private Moments() {}

    static Moment at(double seconds) {
        return at(seconds, Optional.empty());
    }

    static Moment at(double seconds, Optional<HeldBack> heldBack) {
        return new Moment(
                seconds,
                new PoolFigures(4_990, 10, 0, 9.6, 6_000, 1_000, 0),
                heldBack,
                499.6,
                100.2,
                OptionalDouble.empty(),
                new Latencies.Summary(0.42, 1.37, 9),
                new Account(6_000, 0, 1_000, 0, 0, 10, 0, 0, Account.Outage.NONE),
                List.of(
                        new Moment.Worker(1, 100, Consumer.State.DEAD),
                        new Moment.Worker(2, 100, Consumer.State.WORKING)));
    }
}
