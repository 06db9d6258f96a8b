package dev.forebay.access;

import dev.forebay.access.login.Password;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A person or program with rights.
 *
 * @param name see {@link UserName}
 * @param roles rights on all queues
 * @param grants rights on some queues; at most {@link #MAX_GRANTS}
 * @param password what a password is checked against; none when the user has only keys and tokens
 * @param generation goes up with each change that ends sessions: password, switched off
 * @param state whether the user may do anything at present
 * @param createdAt wall-clock ms
 */
public record User(
        String name,
        Set<Role> roles,
        List<Grant> grants,
        Optional<Password> password,
        int generation,
        State state,
        long createdAt) {
    /** Grants that one user can have. */
    public static final int MAX_GRANTS = 100;

    /** Whether a user's credentials work. */
    public enum State {
        ACTIVE,
        SWITCHED_OFF
    }

    public User {
        UserName.require(name);
        if (grants.size() > MAX_GRANTS) {
            throw new IllegalArgumentException("a user has at most " + MAX_GRANTS + " grants");
        }
        EnumSet<Role> sorted = EnumSet.noneOf(Role.class);
        sorted.addAll(roles);
        roles = Collections.unmodifiableSet(sorted);
        grants = List.copyOf(grants);
    }

    public boolean active() {
        return state == State.ACTIVE;
    }

    public boolean isAdmin() {
        return roles.contains(Role.ADMIN);
    }

    /** What roles allow on every queue and on the server. */
    public Rights everywhere() {
        Rights rights = Rights.NONE;
        for (Role role : roles) {
            rights = rights.and(role.rights());
        }
        return rights;
    }

    /** What roles and grants allow on one queue. */
    public Rights on(String queue) {
        Rights rights = everywhere();
        for (Grant grant : grants) {
            if (grant.covers(queue)) {
                rights = rights.and(grant.rights());
            }
        }
        return rights;
    }

    public User withRoles(Set<Role> changed) {
        return new User(name, changed, grants, password, generation, state, createdAt);
    }

    public User withGrants(List<Grant> changed) {
        return new User(name, roles, changed, password, generation, state, createdAt);
    }

    /** Ends the sessions there are. */
    public User withPassword(Password changed) {
        Optional<Password> kept = Optional.of(changed);
        return new User(name, roles, grants, kept, generation + 1, state, createdAt);
    }

    /** Ends the sessions there are. */
    User withoutPassword() {
        return new User(name, roles, grants, Optional.empty(), generation + 1, state, createdAt);
    }

    /** Ends the sessions there are. */
    public User withState(State changed) {
        return new User(name, roles, grants, password, generation + 1, changed, createdAt);
    }

    /** What people see of it, by names, but for the password's verifier. */
    Map<String, String> text() {
        return Map.of(
                "roles", words(roles.stream().map(Role::name)),
                "grants", grants.stream().map(Grant::toString).collect(Collectors.joining("; ")),
                "state", words(Stream.of(state.name())));
    }

    private static String words(Stream<String> names) {
        return names.map(name -> name.toLowerCase(Locale.ROOT).replace('_', '-'))
                .collect(Collectors.joining(", "));
    }

    /** Leaves out the password's verifier. */
    @Override
    public String toString() {
        return "User[" + name + ", roles=" + roles + ", grants=" + grants + ", " + state + "]";
    }
}
