package dev.forebay.access;

import dev.forebay.access.policy.QueuePolicy;
import dev.forebay.access.policy.QueuePolicy.Verdict;
import dev.forebay.access.policy.Situation;
import dev.forebay.engine.Caller;
import java.util.function.Supplier;

/**
 * Decides, for every face alike: users' rights and the queue's policy, by the rule of the
 * operation. A policy's denial outweighs everything, but administrators can always change a policy
 * and settings, so that nobody locks a queue for good. On the engine's lane, since policies live
 * with the queues.
 */
public final class Authorizer {
    private static final Decision ALLOWED = new Decision.Allowed();

    private final Supplier<Directory> directory;
    private final Policies policies;

    public Authorizer(Supplier<Directory> directory, Policies policies) {
        this.directory = directory;
        this.policies = policies;
    }

    /** Finds the policy of a queue. */
    public interface Policies {
        /** {@link QueuePolicy#NONE} when the queue has none, or there is no such queue. */
        QueuePolicy of(String queue);
    }

    /**
     * Decides about one queue. It need not exist: whether it does must not show in the answer.
     *
     * @param queue its name
     */
    public Decision authorize(Principal principal, Operation operation, String queue) {
        Directory now = directory.get();
        return now.open() ? ALLOWED : decide(now, principal, operation, queue, "");
    }

    /** Decides about what concerns no one queue. */
    public Decision authorize(Principal principal, Operation operation) {
        Directory now = directory.get();
        return now.open() ? ALLOWED : onServer(now, principal, operation);
    }

    /**
     * Decides about an effect that comes later, on behalf of a queue: a dead letter, a redrive, a
     * replay to elsewhere.
     *
     * @param user who declared it; empty when that was while there were no users, whose rights then
     *     are not in question, only the target's policy
     * @param source ARN of the queue on whose behalf
     * @param target the queue that it happens to
     */
    public Decision onBehalf(String user, String source, Operation operation, String target) {
        Directory now = directory.get();
        if (now.open()) {
            return ALLOWED;
        }
        Caller caller = new Caller("engine", user, "", "");
        Principal principal = new Principal(caller, Scope.FULL, Principal.Line.ENCRYPTED);
        return decide(now, principal, operation, target, source);
    }

    private Decision onServer(Directory now, Principal principal, Operation operation) {
        User user = principal.anonymous() ? null : now.working(principal.name());
        boolean allowed =
                switch (operation.rule()) {
                    case Rule.Anyone _ -> true;
                    case Rule.SignedIn _ -> user != null;
                    case Rule.Oneself _ -> user != null && principal.scope().equals(Scope.FULL);
                    case Rule.OnServer rule ->
                            user != null
                                    && principal
                                            .scope()
                                            .cutOnServer(user.everywhere())
                                            .has(rule.right());
                    case Rule.OnQueue _ ->
                            throw new IllegalArgumentException(operation + " concerns a queue");
                };
        return allowed ? ALLOWED : denied(principal, operation, "");
    }

    private Decision decide(
            Directory now, Principal principal, Operation operation, String queue, String source) {
        if (!(operation.rule() instanceof Rule.OnQueue rule)) {
            return onServer(now, principal, operation);
        }
        User user = principal.anonymous() ? null : now.working(principal.name());
        if (user == null && !principal.anonymous()) {
            return denied(principal, operation, queue);
        }
        Rights rights =
                user == null ? strangers(source) : principal.scope().cut(user.on(queue), queue);
        QueuePolicy policy = policies.of(queue);
        if (policy.statements().isEmpty()) {
            return rights.has(rule.right()) ? ALLOWED : denied(principal, operation, queue);
        }
        Verdict verdict =
                policy.verdict(
                        operation,
                        new Situation(
                                principal.name(),
                                principal.caller().address(),
                                principal.line() == Principal.Line.ENCRYPTED,
                                source));
        boolean allowed =
                switch (verdict) {
                    case DENY ->
                            rule.right() == Right.MANAGE
                                    && rights.has(Right.ADMINISTER)
                                    && rights.has(rule.right());
                    case ALLOW ->
                            rights.has(rule.right())
                                    || (!(principal.anonymous() && operation.isOwners())
                                            && principal
                                                    .scope()
                                                    .cut(Rights.ALL, queue)
                                                    .has(rule.right()));
                    case SILENT -> rights.has(rule.right());
                };
        return allowed ? ALLOWED : denied(principal, operation, queue);
    }

    /** Nobody has rights; what the server itself was told to do before there were users has all. */
    private static Rights strangers(String source) {
        return source.isEmpty() ? Rights.NONE : Rights.ALL;
    }

    private static Decision denied(Principal principal, Operation operation, String queue) {
        String who =
                principal.anonymous()
                        ? "Who is not signed in"
                        : "User \"" + principal.name() + "\"";
        String where = queue.isEmpty() ? "" : " (queue \"" + queue + "\")";
        return new Decision.Denied(who + " may not " + operation.text() + where + ".");
    }
}
