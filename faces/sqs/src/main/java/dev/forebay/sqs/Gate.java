package dev.forebay.sqs;

import dev.forebay.access.Access;
import dev.forebay.access.Authentication;
import dev.forebay.access.Decision;
import dev.forebay.access.Operation;
import dev.forebay.access.Principal;
import dev.forebay.access.login.Failures;
import dev.forebay.access.sigv4.Fault;
import dev.forebay.access.sigv4.Finding;
import dev.forebay.access.sigv4.SignatureCheck;
import dev.forebay.engine.EngineClock;
import dev.forebay.engine.Lane;
import dev.forebay.http.HttpExchange;
import dev.forebay.sqs.codec.SqsAction;
import dev.forebay.sqs.codec.SqsError;
import dev.forebay.sqs.codec.SqsFailure;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who signed a request, and whether that user may do what it asks for. Open, and then
 * free of cost, while there are no users.
 */
final class Gate {
    /** Answers that are held back at once; beyond it wrong signatures are answered at once. */
    private static final int MOST_HELD_BACK = 1_000;

    private final Access access;
    private final EngineClock clock;
    private final Lane lane;
    private final SignatureCheck signatures;
    private final AtomicInteger heldBack = new AtomicInteger();

    Gate(Access access, EngineClock clock, Lane lane) {
        this.access = access;
        this.clock = clock;
        this.lane = lane;
        this.signatures = new SignatureCheck("sqs", access.seal());
    }

    boolean open() {
        return access.open();
    }

    /**
     * Who asks. On the connection's event loop.
     *
     * @param note runs at once when the signature is wrong, before anything is answered
     * @param wrong told what is wrong with the signature instead, perhaps after a while; on any
     *     thread
     * @return null when the signature is wrong
     */
    Authentication.@Nullable Known enter(
            HttpExchange exchange,
            byte[] body,
            int length,
            Runnable note,
            Consumer<SqsFailure> wrong) {
        SignedExchange request = new SignedExchange(exchange, body, length);
        return switch (signatures.check(request, access.directory(), clock.wall())) {
            case Finding.Unsigned _ -> Callers.of(exchange);
            case Finding.Signed signed -> Callers.of(exchange, signed.key(), this::works);
            case Finding.Refused refused -> {
                note.run();
                refuse(exchange.remoteAddress(), refused, wrong);
                yield null;
            }
        };
    }

    private boolean works(String key) {
        return access.directory().workingKey(key, clock.wall()) != null;
    }

    private void refuse(String address, Finding.Refused refused, Consumer<SqsFailure> wrong) {
        SqsFailure failure = new SqsFailure(error(refused.fault()), refused.text());
        long wait = 0;
        if (refused.fault() == Fault.MISMATCH || refused.fault() == Fault.UNKNOWN_KEY) {
            Failures failures = access.logins().failures();
            wait = failures.failed(address, refused.keyId(), clock.now());
        }
        if (wait == 0 || heldBack.incrementAndGet() > MOST_HELD_BACK) {
            if (wait > 0) {
                heldBack.decrementAndGet();
            }
            wrong.accept(failure);
            return;
        }
        lane.schedule(
                () -> {
                    heldBack.decrementAndGet();
                    wrong.accept(failure);
                },
                wait);
    }

    private static SqsError error(Fault fault) {
        return switch (fault) {
            case INCOMPLETE -> SqsError.INCOMPLETE_SIGNATURE;
            case UNKNOWN_KEY -> SqsError.INVALID_CLIENT_TOKEN_ID;
            case MISMATCH -> SqsError.SIGNATURE_DOES_NOT_MATCH;
            case EXPIRED -> SqsError.REQUEST_EXPIRED;
        };
    }

    /**
     * Whether it may be done. On the engine's lane.
     *
     * @param queue its name; need not exist
     */
    boolean allows(Principal principal, Operation operation, String queue) {
        return access.authorizer().authorize(principal, operation, queue).allowed();
    }

    /**
     * Notes an attempt that was denied, if it was one of a change.
     *
     * @param queue its name; empty when it is not known
     */
    void denied(Principal principal, SqsAction action, String queue, String reason) {
        if (SqsRules.operation(action).changes()) {
            access.denied().note(principal.caller(), SqsRules.deed(action), queue, reason);
        }
    }

    /**
     * Throws when it may not be done. On the engine's lane.
     *
     * @throws SqsFailure AccessDenied, or MissingAuthenticationToken for a request that is not
     *     signed
     */
    void require(Principal principal, Operation operation, String queue) {
        if (access.authorizer().authorize(principal, operation, queue)
                instanceof Decision.Denied denied) {
            throw principal.anonymous()
                    ? new SqsFailure(
                            SqsError.MISSING_AUTHENTICATION_TOKEN,
                            "Request is missing Authentication Token: sign it with an access key of"
                                    + " a user of this server.")
                    : new SqsFailure(SqsError.ACCESS_DENIED, denied.reason());
        }
    }
}
