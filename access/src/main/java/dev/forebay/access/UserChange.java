package dev.forebay.access;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What becomes different about a user; the rest stays.
 *
 * @param roles in place of those there were
 * @param grants in place of those there were
 * @param state switched off or on
 */
public record UserChange(
        Optional<Set<Role>> roles, Optional<List<Grant>> grants, Optional<User.State> state) {
    User of(User before) {
        User after = roles.map(before::withRoles).orElse(before);
        User granted = grants.map(after::withGrants).orElse(after);
        return state.filter(to -> to != granted.state()).map(granted::withState).orElse(granted);
    }
}
