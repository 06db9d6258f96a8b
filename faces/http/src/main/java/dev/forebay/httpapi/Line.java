package dev.forebay.httpapi;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * One figure over time.
 *
 * @param label as clients read it
 * @param fold what becomes of several looks within one step
 * @param figure what is kept of each look
 */
record Line<T>(String label, Fold fold, ToDoubleFunction<T> figure) {
    /** Makes one value of those within a step. */
    enum Fold {
        LAST,
        MEAN,
        MOST;

        /**
         * With one look more.
         *
         * @param samples how many looks the value is of
         */
        float with(float value, int samples, float more) {
            return switch (this) {
                case LAST -> more;
                case MEAN -> value + (more - value) / (samples + 1);
                case MOST -> Math.max(value, more);
            };
        }
    }

    /** Of a queue. */
    static final List<Line<Figures>> QUEUE =
            List.of(
                    new Line<>("ready", Fold.LAST, Figures::ready),
                    new Line<>("delayed", Fold.LAST, Figures::delayed),
                    new Line<>("leased", Fold.LAST, Figures::leased),
                    new Line<>("bytes", Fold.LAST, Figures::bytes),
                    new Line<>("oldestAgeMillis", Fold.MOST, Figures::oldestAgeMillis),
                    new Line<>("inPerSecond", Fold.MEAN, Figures::inPerSecond),
                    new Line<>("outPerSecond", Fold.MEAN, Figures::outPerSecond),
                    new Line<>("deadPerSecond", Fold.MEAN, Figures::deadPerSecond));

    private static final List<Line<Traffic>> TRAFFIC =
            List.of(
                    new Line<>("sqsPerSecond", Fold.MEAN, Traffic::sqsPerSecond),
                    new Line<>("amqpPerSecond", Fold.MEAN, Traffic::amqpPerSecond),
                    new Line<>("httpPerSecond", Fold.MEAN, Traffic::httpPerSecond),
                    new Line<>("deliveredPerSecond", Fold.MEAN, Traffic::deliveredPerSecond),
                    new Line<>("commitP50Millis", Fold.MEAN, Traffic::commitP50Millis),
                    new Line<>("commitP99Millis", Fold.MOST, Traffic::commitP99Millis),
                    new Line<>("deadLetters", Fold.LAST, Traffic::deadLetters));

    /** Of the server: the sums over its queues, and what went through. */
    static final List<Line<Sampling.Look>> SERVER =
            Stream.concat(
                            QUEUE.stream().map(line -> line.of(Sampling.Look::total)),
                            TRAFFIC.stream().map(line -> line.of(Sampling.Look::traffic)))
                    .toList();

    /** The same of something that it is part of. */
    private <W> Line<W> of(Function<W, T> part) {
        return new Line<>(label, fold, whole -> figure.applyAsDouble(part.apply(whole)));
    }
}
