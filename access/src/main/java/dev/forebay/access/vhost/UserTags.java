package dev.forebay.access.vhost;

import dev.forebay.access.Role;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The tags that RabbitMQ gives users. {@code administrator} and {@code monitoring} mean roles here;
 * the others are kept.
 *
 * @param list in the order they were given, each once; at most {@link #MOST} beside those that mean
 *     roles, of 1 to {@link #LONGEST} characters
 */
public record UserTags(List<String> list) {
    /** Tags of one user. */
    public static final int MOST = 50;

    /** Characters of one tag. */
    public static final int LONGEST = 100;

    /** What tags mean: the role that each gives, then others that amount to it. */
    private static final Map<String, List<Role>> MEANINGS =
            new TreeMap<>(
                    Map.of(
                            "administrator", List.of(Role.ADMIN),
                            "monitoring", List.of(Role.MONITOR, Role.VIEW)));

    private static final List<String> MANAGING =
            List.of("administrator", "monitoring", "policymaker", "management");

    public static final UserTags NONE = new UserTags(List.of());

    public UserTags {
        list = list.stream().distinct().toList();
        if (list.stream().filter(tag -> !MEANINGS.containsKey(tag)).count() > MOST
                || list.stream().anyMatch(tag -> tag.isBlank() || tag.length() > LONGEST)) {
            throw new IllegalArgumentException(
                    "at most " + MOST + " tags of 1 to " + LONGEST + " characters");
        }
    }

    /** What they allow on every queue and on the server. */
    public Set<Role> roles() {
        return exchangedIn(Set.of());
    }

    /** A user's roles once it has these tags: those that they do not mean are left alone. */
    public Set<Role> exchangedIn(Set<Role> roles) {
        Set<Role> exchanged = EnumSet.noneOf(Role.class);
        exchanged.addAll(roles);
        MEANINGS.forEach((tag, meant) -> {
            if (!list.contains(tag)) {
                exchanged.removeAll(meant);
            } else if (Collections.disjoint(roles, meant)) {
                exchanged.add(meant.getFirst());
            }
        });
        return exchanged;
    }

    /** These, without those whose roles are not among these, and with those whose roles are. */
    public UserTags meaning(Set<Role> roles) {
        List<String> meaning = new ArrayList<>(list);
        MEANINGS.forEach((tag, meant) -> {
            if (Collections.disjoint(roles, meant)) {
                meaning.remove(tag);
            } else if (!list.contains(tag)) {
                meaning.add(tag);
            }
        });
        return new UserTags(meaning);
    }

    /** Whether RabbitMQ's management lets in who has them. */
    public boolean letIntoManagement() {
        return !Collections.disjoint(list, MANAGING);
    }

    /** Whether RabbitMQ lets who has them publish in other users' names. */
    public boolean letImpersonate() {
        return list.contains("impersonator");
    }

    /** With commas between. */
    @Override
    public String toString() {
        return String.join(",", list);
    }
}
