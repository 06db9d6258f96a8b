package dev.forebay.server.process;

import dev.forebay.access.Access;
import dev.forebay.access.Directory;
import dev.forebay.access.LaterEffects;
import dev.forebay.access.login.Seal;
import dev.forebay.access.store.AuditedQueues;
import dev.forebay.engine.DeadLetterGuard;
import dev.forebay.engine.EngineClock;
import dev.forebay.engine.Queues;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.log.DamagePolicy;
import dev.forebay.server.machine.Dice;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Users and rights, loaded, in front of the engine's door. */
final class OpenAccess {
    private final Access access;
    private final Queues queues;
    private final LaterEffects effects;

    private OpenAccess(Access access, Queues queues, LaterEffects effects) {
        this.access = access;
        this.queues = queues;
        this.effects = effects;
    }

    /** Loads users and waits for it. */
    static OpenAccess load(
            DataFolder data,
            OpenEngine engine,
            EngineClock clock,
            Dice dice,
            DamagePolicy policy,
            String region,
            Executor slow)
            throws StartRefused {
        Queues bare = engine.queues();
        Access access =
                new Access(
                        data.log(),
                        bare.lane(),
                        clock,
                        bare::find,
                        dice::secret,
                        new Seal(secret(data, dice, policy), dice::secret),
                        slow);
        CompletableFuture<Directory> loaded = new CompletableFuture<>();
        bare.lane().execute(() -> access.load(into(loaded, "cannot read the users")));
        StartRefused.join(loaded);
        LaterEffects effects = new LaterEffects(access.authorizer(), region);
        engine.guardDeadLetters(effects::mayDeadLetter);
        engine.guardSchedules(effects::mayRepeat);
        return new OpenAccess(access, new AuditedQueues(bare, access.audit(), clock), effects);
    }

    /** A reply that a thread other than the lane waits for. */
    static <T> Reply<T> into(CompletableFuture<T> future, String what) {
        return new Reply<>() {
            @Override
            public void ok(T value) {
                future.complete(value);
            }

            @Override
            public void refused(Refusal refusal) {
                future.completeExceptionally(
                        new StartRefused(ExitCode.DATA, what + ": " + refusal.message()));
            }
        };
    }

    private static byte[] secret(DataFolder data, Dice dice, DamagePolicy policy)
            throws StartRefused {
        try {
            return SecretFile.ACCESS_KEYS.of(data.disk(), dice, policy);
        } catch (IOException unusable) {
            throw new StartRefused(
                    ExitCode.DATA, "cannot keep a secret in the data folder: " + unusable);
        }
    }

    Access access() {
        return access;
    }

    /** Says where dead letters may go. */
    DeadLetterGuard deadLetterGuard() {
        return effects::mayDeadLetter;
    }

    /** The same with another door to the engine, which stands before this one's. */
    OpenAccess through(Queues door) {
        return new OpenAccess(access, door, effects);
    }

    /** The engine's door, which notes changes. */
    Queues queues() {
        return queues;
    }
}
