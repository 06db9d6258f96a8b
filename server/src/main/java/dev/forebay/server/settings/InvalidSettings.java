package dev.forebay.server.settings;

import java.util.List;

/** All that was wrong with what was given, at once. */
public final class InvalidSettings extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    public InvalidSettings(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /** One sentence each, which names the setting, the place and what is accepted. */
    public List<String> problems() {
        return problems;
    }
}
