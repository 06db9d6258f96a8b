package dev.forebay.access.vhost;

import dev.forebay.access.Role;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The tags that RabbitMQ gives users. {@code administrator} and {@code monitoring} mean roles here;
 * the others are kept.
 *
 * @param list in the order they were given, each once; at most {@link #MOST}, of 1 to {@link
 *     #LONGEST} characters
 */
public record UserTags(List<String> list) {
    /** Tags of one user. */
    public static final int MOST = 50;

    /** Characters of one tag. */
    public static final int LONGEST = 100;

    private static final List<String> MANAGING =
            List.of("administrator", "monitoring", "policymaker", "management");

    public static final UserTags NONE = new UserTags(List.of());

    public UserTags {
        list = list.stream().distinct().toList();
        if (list.size() > MOST
                || list.stream().anyMatch(tag -> tag.isBlank() || tag.length() > LONGEST)) {
            throw new IllegalArgumentException(
                    "at most " + MOST + " tags of 1 to " + LONGEST + " characters");
        }
    }

    /** What they allow on every queue and on the server. */
    public Set<Role> roles() {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        if (list.contains("administrator")) {
            roles.add(Role.ADMIN);
        }
        if (list.contains("monitoring")) {
            roles.add(Role.VIEW);
        }
        return roles;
    }

    /** Whether RabbitMQ's management lets in who has them. */
    public boolean letIntoManagement() {
        return !Collections.disjoint(list, MANAGING);
    }

    /** With commas between. */
    @Override
    public String toString() {
        return String.join(",", list);
    }
}
