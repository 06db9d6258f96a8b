package dev.forebay.cli.output;

import java.util.Locale;

/** Forms in which a command prints what it found. */
public enum Format {
    /** For people: what matters most, with units. */
    TABLE,
    /** For people: more of it. */
    WIDE,
    /** For programs: one document. */
    JSON,
    /** For programs: a line for each thing, as soon as it is known. */
    JSONL,
    /** For scripts: names alone, a line for each. */
    NAME;

    /** Whether people read it. */
    boolean isForPeople() {
        return this == TABLE || this == WIDE;
    }

    /** As it is written on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
