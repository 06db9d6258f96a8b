package dev.forebay.server.health;

import java.util.function.Supplier;

/**
 * One question about the server's health.
 *
 * @param name lower-case word, part of a path
 * @param weight what a bad answer means
 * @param ask gives the present answer; called on any thread, must be cheap
 */
public record Check(String name, Weight weight, Supplier<Answer> ask) {
    /** What a bad answer means for readiness. */
    public enum Weight {
        /** The server should get no traffic. */
        NEEDED,
        /** Somebody should look, but traffic is still served. */
        ADVICE
    }

    /**
     * An answer.
     *
     * @param well whether all is as it should be
     * @param detail one sentence for people
     */
    public record Answer(boolean well, String detail) {
        public static Answer well(String detail) {
            return new Answer(true, detail);
        }

        public static Answer unwell(String detail) {
            return new Answer(false, detail);
        }
    }
}
