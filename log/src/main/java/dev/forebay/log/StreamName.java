package dev.forebay.log;

import java.util.regex.Pattern;

/**
 * Names a stream: 1 to 100 of {@code a-z 0-9 - . /}. Chosen by the engine from ids, never from a
 * client's text, so that a store may use it as (part of) a file or topic name.
 */
public record StreamName(String value) {
    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9./-]{0,99}");

    public StreamName {
        if (!FORM.matcher(value).matches() || value.contains("..")) {
            throw new IllegalArgumentException("not a stream name: " + value);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
