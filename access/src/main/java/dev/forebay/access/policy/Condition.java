package dev.forebay.access.policy;

import java.util.List;

/**
 * One condition of a statement.
 *
 * @param test how values are compared
 * @param key what is asked about
 * @param values any of which is enough; for a test that negates, none of which may match
 */
public record Condition(Test test, Key key, List<String> values) {
    /** Ways to compare, by their names in policies. */
    public enum Test {
        StringEquals,
        StringNotEquals,
        StringLike,
        StringNotLike,
        ArnEquals,
        ArnNotEquals,
        ArnLike,
        ArnNotLike,
        IpAddress,
        NotIpAddress,
        Bool
    }

    /** What can be asked about, by its name in policies. */
    public enum Key {
        SOURCE_ARN("aws:SourceArn"),
        SOURCE_ACCOUNT("aws:SourceAccount"),
        SOURCE_IP("aws:SourceIp"),
        SECURE_TRANSPORT("aws:SecureTransport"),
        PRINCIPAL_ARN("aws:PrincipalArn"),
        PRINCIPAL_ACCOUNT("aws:PrincipalAccount"),
        USER_NAME("aws:username");

        private final String title;

        Key(String title) {
            this.title = title;
        }

        /** Its name in policies, where case does not matter. */
        public String title() {
            return title;
        }
    }

    public Condition {
        values = List.copyOf(values);
    }

    boolean holds(Situation situation) {
        String actual =
                switch (key) {
                    case SOURCE_ARN -> situation.source();
                    case SOURCE_ACCOUNT -> situation.source().isEmpty() ? "" : Situation.ACCOUNT;
                    case SOURCE_IP -> situation.address();
                    case SECURE_TRANSPORT -> String.valueOf(situation.encrypted());
                    case PRINCIPAL_ARN -> situation.principalArn();
                    case PRINCIPAL_ACCOUNT -> situation.user().isEmpty() ? "" : Situation.ACCOUNT;
                    case USER_NAME -> situation.user();
                };
        return switch (test) {
            case StringEquals -> !actual.isEmpty() && values.contains(actual);
            case StringNotEquals -> !values.contains(actual);
            case StringLike, ArnEquals, ArnLike -> !actual.isEmpty() && anyLike(actual);
            case StringNotLike, ArnNotEquals, ArnNotLike -> actual.isEmpty() || !anyLike(actual);
            case IpAddress -> anyRange(actual);
            case NotIpAddress -> !anyRange(actual);
            case Bool -> values.stream().anyMatch(value -> value.equalsIgnoreCase(actual));
        };
    }

    private boolean anyLike(String actual) {
        return values.stream().anyMatch(pattern -> Statement.like(pattern, actual));
    }

    private boolean anyRange(String actual) {
        return values.stream().anyMatch(range -> AddressRange.parse(range).contains(actual));
    }
}
