package dev.forebay.access.store;

import dev.forebay.engine.Caller;
import java.util.List;
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
 * @param changes what became different, or would have; at most {@link #MOST_CHANGES}
 */
public record AuditEntry(
        long at,
        String user,
        String address,
        String face,
        String action,
        String target,
        Outcome outcome,
        String detail,
        List<Difference> changes) {
    /** Differences that one entry holds. */
    public static final int MOST_CHANGES = 50;

    private static final int LONGEST = 500;

    /**
     * A setting, or whatever else has a name and a value.
     *
     * @param before its value before; empty for none
     * @param after its value after; empty for none
     */
    public record Difference(String what, String before, String after) {
        public Difference {
            before = shortened(before);
            after = shortened(after);
        }
    }

    /** What became of a change. */
    public enum Outcome {
        DONE(0),
        /** The engine said no. */
        REFUSED(1),
        /** Whoever it was may not, or could not prove who it was. */
        DENIED(2);

        private final int code;

        Outcome(int code) {
            this.code = code;
        }

        /** How it is stored: never changes. */
        int code() {
            return code;
        }

        static Outcome of(int code) {
            for (Outcome outcome : values()) {
                if (outcome.code == code) {
                    return outcome;
                }
            }
            throw new IllegalStateException("an audit record of outcome " + code);
        }

        /** As pages write it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public AuditEntry {
        target = shortened(target);
        detail = shortened(detail);
        changes =
                List.copyOf(
                        changes.size() <= MOST_CHANGES
                                ? changes
                                : changes.subList(0, MOST_CHANGES));
    }

    /** An entry about what a caller did. */
    public static AuditEntry of(
            long at,
            Caller caller,
            String action,
            String target,
            Outcome outcome,
            String detail,
            List<Difference> changes) {
        return new AuditEntry(
                at,
                caller.user(),
                caller.address(),
                caller.face(),
                action,
                target,
                outcome,
                detail,
                changes);
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
    }
}
