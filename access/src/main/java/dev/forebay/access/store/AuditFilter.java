package dev.forebay.access.store;

import dev.forebay.access.NamePattern;
import java.util.Optional;

/**
 * Which entries of the audit log are meant. In patterns {@code *} and {@code ?} are wild.
 *
 * @param user a pattern; {@code *} for any, empty for entries of nobody
 * @param action a pattern
 * @param target a pattern
 * @param outcome empty for any
 * @param from the first wall-clock ms
 * @param to the first wall-clock ms that is not meant any more
 */
public record AuditFilter(
        String user,
        String action,
        String target,
        Optional<AuditEntry.Outcome> outcome,
        long from,
        long to) {
    /** Every entry. */
    public static final AuditFilter ALL =
            new AuditFilter("*", "*", "*", Optional.empty(), Long.MIN_VALUE, Long.MAX_VALUE);

    boolean means(AuditEntry entry) {
        return entry.at() >= from
                && entry.at() < to
                && outcome.map(meant -> meant == entry.outcome()).orElse(true)
                && NamePattern.matches(user, entry.user())
                && NamePattern.matches(action, entry.action())
                && NamePattern.matches(target, entry.target());
    }
}
