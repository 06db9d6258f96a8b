package dev.forebay.access.policy;

import dev.forebay.access.NamePattern;
import dev.forebay.access.Operation;
import java.util.List;
import java.util.Set;

/**
 * One statement of a policy.
 *
 * @param sid its name; may be empty
 * @param effect what it does
 * @param principals ARNs of users, {@code *} for everybody, or an account for all its users
 * @param operations what it is about
 * @param conditions all of which must hold
 */
public record Statement(
        String sid,
        Effect effect,
        List<String> principals,
        Set<Operation> operations,
        List<Condition> conditions) {
    /** What a statement does. */
    public enum Effect {
        ALLOW,
        DENY
    }

    public Statement {
        principals = List.copyOf(principals);
        operations = Set.copyOf(operations);
        conditions = List.copyOf(conditions);
    }

    boolean covers(Operation operation, Situation situation) {
        return operations.contains(operation)
                && principals.stream().anyMatch(principal -> names(principal, situation))
                && conditions.stream().allMatch(condition -> condition.holds(situation));
    }

    private static boolean names(String principal, Situation situation) {
        if (principal.equals("*")) {
            return true;
        }
        return !situation.user().isEmpty()
                && (principal.equals(Situation.ACCOUNT)
                        || principal.equals("arn:aws:iam::" + Situation.ACCOUNT + ":root")
                        || principal.equals(situation.principalArn()));
    }

    static boolean isPattern(String text) {
        return text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
    }

    static boolean like(String pattern, String value) {
        return NamePattern.matches(pattern, value);
    }
}
