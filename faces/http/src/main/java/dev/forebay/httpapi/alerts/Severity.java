package dev.forebay.httpapi.alerts;

import java.util.Locale;

/** How much somebody is needed. */
public enum Severity {
    /** Soon: nothing is refused yet. */
    WARNING,
    /** Now: something is refused or lost. */
    CRITICAL;

    /** As clients read it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
