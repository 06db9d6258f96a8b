package dev.forebay.amqp;

import dev.forebay.access.Authorizer;
import dev.forebay.access.Decision;
import dev.forebay.access.Principal;
import dev.forebay.amqp.codec.AmqpFailure;
import dev.forebay.amqp.codec.ReplyCode;

/** Asks whether one client may do something. On the lane. */
final class Gate {
    private final Authorizer authorizer;
    private final Principal principal;

    Gate(Authorizer authorizer, Principal principal) {
        this.authorizer = authorizer;
        this.principal = principal;
    }

    /**
     * Goes on only if it is allowed.
     *
     * @param name of the queue; for exchanges, which have names of the same kind, of the exchange
     * @throws AmqpFailure 403
     */
    void require(AmqpRule rule, String name) {
        if (authorizer.authorize(principal, rule.operation(), name)
                instanceof Decision.Denied denied) {
            throw new AmqpFailure(ReplyCode.ACCESS_REFUSED, denied.reason());
        }
    }

    boolean allows(AmqpRule rule, String name) {
        return authorizer.authorize(principal, rule.operation(), name).allowed();
    }
}
