package dev.forebay.access.store;

import dev.forebay.engine.Caller;
import java.util.Locale;

/**
 * One change that somebody made or tried to make.
 *
 * @param at wall-clock ms
 * @param user who; empty when nobody was authenticated
 * @param address from where; empty when from within the server
 * @param face through which face
 * @param action what, in a word or two: {@code create queue}
 * @param target on what: a queue's or user's name
 * @param outcome what became of it
 * @param detail more, for people; never a secret
 */
public record AuditEntry(
        long at,
        String user,
        String address,
        String face,
        String action,
        String target,
        Outcome outcome,
        String detail) {
    private static final int LONGEST = 500;

    /** What became of a change. */
    public enum Outcome {
        DONE(0),
        /** The engine said no. */
        REFUSED(1);

        private final int code;

        Outcome(int code) {
            this.code = code;
        }

        /** How it is stored: never changes. */
        int code() {
            return code;
        }

        static Outcome of(int code) {
            return code == DONE.code ? DONE : REFUSED;
        }

        /** As pages write it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public AuditEntry {
        target = shortened(target);
        detail = shortened(detail);
    }

    /** An entry about what a caller did. */
    public static AuditEntry of(
            long at, Caller caller, String action, String target, Outcome outcome, String detail) {
        return new AuditEntry(
                at,
                caller.user(),
                caller.address(),
                caller.face(),
                action,
                target,
                outcome,
                detail);
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }
}
