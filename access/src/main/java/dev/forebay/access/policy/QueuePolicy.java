package dev.forebay.access.policy;

import dev.forebay.access.Operation;
import java.util.List;

/**
 * The policy of one queue. A statement that denies outweighs all that allow.
 *
 * @param statements in the order written
 */
public record QueuePolicy(List<Statement> statements) {
    /** The label of a queue's settings that holds its policy, as JSON. */
    public static final String LABEL = "access.policy";

    /** Says nothing. */
    public static final QueuePolicy NONE = new QueuePolicy(List.of());

    public QueuePolicy {
        statements = List.copyOf(statements);
    }

    /** What a policy has to say about a request. */
    public enum Verdict {
        ALLOW,
        DENY,
        /** Nothing: the user's own rights decide. */
        SILENT
    }

    public Verdict verdict(Operation operation, Situation situation) {
        Verdict verdict = Verdict.SILENT;
        for (Statement statement : statements) {
            if (statement.covers(operation, situation)) {
                if (statement.effect() == Statement.Effect.DENY) {
                    return Verdict.DENY;
                }
                verdict = Verdict.ALLOW;
            }
        }
        return verdict;
    }
}
