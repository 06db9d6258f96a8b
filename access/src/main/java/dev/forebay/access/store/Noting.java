package dev.forebay.access.store;

import dev.forebay.engine.Caller;
import dev.forebay.engine.EngineClock;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;

/** Replies that are passed on once the audit log has them. On the engine's lane. */
final class Noting {
    private final AuditLog audit;
    private final EngineClock clock;

    Noting(AuditLog audit, EngineClock clock) {
        this.audit = audit;
        this.clock = clock;
    }

    <T> Reply<T> of(Caller caller, String action, String target, Reply<T> reply) {
        return new Reply<>() {
            @Override
            public void ok(T value) {
                note(AuditEntry.Outcome.DONE, "", () -> reply.ok(value));
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
                        AuditEntry.of(clock.wall(), caller, action, target, outcome, detail), then);
            }
        };
    }
}
