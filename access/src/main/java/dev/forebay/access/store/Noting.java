package dev.forebay.access.store;

import dev.forebay.engine.Caller;
import dev.forebay.engine.EngineClock;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import java.util.List;
import java.util.Map;

/**
 * Replies that are passed on once the audit log has them, unless nothing of what they tell outlives
 * the process. On the engine's lane.
 */
public final class Noting {
    private final AuditLog audit;
    private final EngineClock clock;

    public Noting(AuditLog audit, EngineClock clock) {
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * A reply for a change that is noted with what became of it.
     *
     * @param action what, in a word or two
     * @param target on what
     */
    public <T> Reply<T> of(Caller caller, String action, String target, Reply<T> reply) {
        return of(caller, action, target, What.NOTHING, reply);
    }

    /**
     * What a command would do.
     *
     * @param detail for people, where it is done
     */
    record What(String detail, List<AuditEntry.Difference> changes) {
        static final What NOTHING = new What("", List.of());

        static What told(String detail) {
            return new What(detail, List.of());
        }

        /** Something is made that was not there. */
        static What made(Map<String, String> values) {
            return changed(Map.of(), values);
        }

        /** Values by their names, before and after. */
        static What changed(Map<String, String> before, Map<String, String> after) {
            return new What("", Differences.between(before, after));
        }
    }

    /** A reply for a change of what ends with the process: noted too, and passed on at once. */
    <T> Reply<T> ofPassing(Caller caller, String action, String target, What what, Reply<T> reply) {
        Reply<T> noted = of(caller, action, target, what, new Unheard<>());
        return new Reply<>() {
            @Override
            public void ok(T value) {
                noted.ok(value);
                reply.ok(value);
            }

            @Override
            public void refused(Refusal refusal) {
                noted.refused(refusal);
                reply.refused(refusal);
            }
        };
    }

    <T> Reply<T> of(Caller caller, String action, String target, What what, Reply<T> reply) {
        return new Reply<>() {
            @Override
            public void ok(T value) {
                note(AuditEntry.Outcome.DONE, what.detail(), () -> reply.ok(value));
            }

            @Override
            public void refused(Refusal refusal) {
                // What is refused for want of storage cannot be noted either.
                if (refusal instanceof Refusal.StorageFailed
                        || refusal instanceof Refusal.ShuttingDown) {
                    reply.refused(refusal);
                } else {
                    note(
                            AuditEntry.Outcome.REFUSED,
                            refusal.message(),
                            () -> reply.refused(refusal));
                }
            }

            private void note(AuditEntry.Outcome outcome, String detail, Runnable then) {
                audit.note(
                        AuditEntry.of(
                                clock.wall(),
                                caller,
                                action,
                                target,
                                outcome,
                                detail,
                                what.changes()),
                        then);
            }
        };
    }

    /** Nobody waits until the note is on disk. */
    private static final class Unheard<T> implements Reply<T> {
        @Override
        public void ok(T value) {
            // Told before.
        }

        @Override
        public void refused(Refusal refusal) {
            // Told before.
        }
    }
}
