package dev.forebay.access;

import dev.forebay.access.policy.QueuePolicy;
import dev.forebay.access.policy.QueuePolicy.Verdict;
import dev.forebay.access.policy.Situation;
import dev.forebay.access.vhost.NameRegex;
import dev.forebay.access.vhost.TopicPermission;
import dev.forebay.access.vhost.Vhost;
import dev.forebay.access.vhost.VhostPermission;
import dev.forebay.engine.Caller;
import java.util.function.Supplier;

/**
 * Decides, for every face alike: users' rights, their permissions in virtual hosts and the queue's
 * policy, by the rule of the operation. A policy's denial outweighs everything, but administrators
 * can always change a policy and settings, so that nobody locks a queue for good. On the engine's
 * lane, since policies live with the queues.
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
        return now.open() ? ALLOWED : decide(now, principal, operation, queue, "", Way.ITSELF);
    }

    /**
     * Decides about a message that an exchange leads to a queue: who may publish to the exchange by
     * a permission in its virtual host needs no right on the queue, since whoever bound it had one.
     *
     * @param exchange as its virtual host names it
     * @param queue its name
     */
    public Decision publish(Principal principal, String exchange, String queue) {
        Directory now = directory.get();
        if (now.open()) {
            return ALLOWED;
        }
        VhostPermission permission =
                now.vhosts().permission(principal.name(), Vhost.of(queue).name());
        boolean may = permission != null && permission.write().matches(exchange);
        return decide(now, principal, Operation.SEND, queue, "", may ? Way.EXCHANGE : Way.ITSELF);
    }

    /**
     * Decides about a message that reaches no queue. Only who has a permission in the virtual host
     * needs one for the exchange: rights by role or grant are about queues.
     *
     * @param exchange as its virtual host names it
     */
    public Decision publishNowhere(Principal principal, Vhost vhost, String exchange) {
        Directory now = directory.get();
        return now.open() || now.vhosts().permission(principal.name(), vhost.name()) == null
                ? ALLOWED
                : decide(now, principal, Operation.SEND, vhost.qualified(exchange), "", Way.ITSELF);
    }

    /**
     * Decides about a routing key of an exchange of type topic, for who may publish or bind there.
     *
     * @param operation SEND for a message's key, RECEIVE for a binding's
     */
    public Decision topic(
            Principal principal, Vhost vhost, String exchange, Operation operation, String key) {
        Directory now = directory.get();
        TopicPermission permission = now.vhosts().topic(principal.name(), vhost.name(), exchange);
        if (now.open() || permission == null) {
            return ALLOWED;
        }
        NameRegex keys = operation == Operation.SEND ? permission.write() : permission.read();
        return keys.matches(key)
                ? ALLOWED
                : denied(principal, operation, key, "routing key of exchange " + exchange);
    }

    /** Whether a user may come into a virtual host: there is something that he may do there. */
    public boolean mayEnter(Principal principal, Vhost vhost) {
        Directory now = directory.get();
        if (now.open()) {
            return true;
        }
        User user = now.working(principal.name());
        return user != null
                && principal.scope().reaches(vhost)
                && (now.vhosts().permission(user.name(), vhost.name()) != null
                        || !user.everywhere().equals(Rights.NONE)
                        || user.grants().stream().anyMatch(grant -> grant.reaches(vhost)));
    }

    /**
     * Whether a user may use RabbitMQ's management API at all: as there, a tag lets in, and a role
     * or grant does; who has but permissions in virtual hosts is a client of their queues only.
     */
    public boolean mayManage(Principal principal) {
        Directory now = directory.get();
        if (now.open()) {
            return true;
        }
        User user = now.working(principal.name());
        return user != null
                && (now.tags(user.name()).letIntoManagement()
                        || !user.roles().isEmpty()
                        || !user.grants().isEmpty());
    }

    /** Whether a user may publish messages that say they are from another one. */
    public boolean mayImpersonate(Principal principal) {
        return directory.get().tags(principal.name()).letImpersonate();
    }

    /** How an operation comes to a queue. */
    private enum Way {
        ITSELF,
        /** By an exchange that the principal may publish to. */
        EXCHANGE
    }

    /** Decides about what concerns no one queue. */
    public Decision authorize(Principal principal, Operation operation) {
        Directory now = directory.get();
        return now.open() ? ALLOWED : onServer(now, principal, operation);
    }

    /**
     * Decides about a dead letter that an exchange leads to a queue, as {@link #publish} does about
     * a message, on behalf of a queue.
     *
     * @param user who declared that; see {@link #onBehalf}
     * @param source ARN of the queue on whose behalf
     * @param exchange as its virtual host names it, the default one {@code amq.default}
     */
    public Decision publishOnBehalf(String user, String source, String exchange, String queue) {
        Directory now = directory.get();
        if (now.open()) {
            return ALLOWED;
        }
        VhostPermission permission = now.vhosts().permission(user, Vhost.of(queue).name());
        boolean may = permission != null && permission.write().matches(exchange);
        Caller caller = new Caller("engine", user, "", "");
        Principal principal = new Principal(caller, Scope.FULL, Principal.Line.ENCRYPTED);
        Way way = may ? Way.EXCHANGE : Way.ITSELF;
        return decide(now, principal, Operation.SEND, queue, source, way);
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
        return decide(now, principal, operation, target, source, Way.ITSELF);
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
            Directory now,
            Principal principal,
            Operation operation,
            String queue,
            String source,
            Way way) {
        if (!(operation.rule() instanceof Rule.OnQueue rule)) {
            return onServer(now, principal, operation);
        }
        User user = principal.anonymous() ? null : now.working(principal.name());
        if (user == null && !principal.anonymous()) {
            return denied(principal, operation, queue);
        }
        Rights rights =
                user == null ? strangers(source) : principal.scope().cut(user.on(queue), queue);
        boolean has =
                rights.has(rule.right())
                        || (user != null
                                && (way == Way.EXCHANGE || isPermitted(now, user, operation, queue))
                                && isInScope(principal, rule, queue));
        QueuePolicy policy = policies.of(queue);
        if (policy.statements().isEmpty()) {
            return has ? ALLOWED : denied(principal, operation, queue);
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
                            has
                                    || (!(principal.anonymous() && operation.isOwners())
                                            && isInScope(principal, rule, queue));
                    case SILENT -> has;
                };
        return allowed ? ALLOWED : denied(principal, operation, queue);
    }

    private static boolean isPermitted(
            Directory now, User user, Operation operation, String queue) {
        Vhost vhost = Vhost.of(queue);
        VhostPermission permission = now.vhosts().permission(user.name(), vhost.name());
        return permission != null && permission.allows(operation, vhost.local(queue));
    }

    private static boolean isInScope(Principal principal, Rule.OnQueue rule, String queue) {
        return principal.scope().cut(Rights.ALL, queue).has(rule.right());
    }

    /** Nobody has rights; what the server itself was told to do before there were users has all. */
    private static Rights strangers(String source) {
        return source.isEmpty() ? Rights.NONE : Rights.ALL;
    }

    private static Decision denied(Principal principal, Operation operation, String queue) {
        return denied(principal, operation, queue, "queue");
    }

    private static Decision denied(
            Principal principal, Operation operation, String name, String kind) {
        String who =
                principal.anonymous()
                        ? "Who is not signed in"
                        : "User \"" + principal.name() + "\"";
        String where = name.isEmpty() ? "" : " (" + kind + " \"" + name + "\")";
        return new Decision.Denied(who + " may not " + operation.text() + where + ".");
    }
}
