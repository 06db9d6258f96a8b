package dev.forebay.server.settings;

import java.util.Locale;
import java.util.Optional;

/**
 * One thing that can be set.
 *
 * @param key lower-case words joined by dots and dashes: its name in files and messages
 * @param form how its value is written
 * @param fallback the value when nobody sets it, as it would be written in a file
 * @param shortFlag a second, shorter flag with its dashes
 * @param doc one or two sentences for people
 */
public record Setting<T>(
        String key, Form<T> form, String fallback, Optional<String> shortFlag, String doc) {
    static final String ENVIRONMENT_PREFIX = "FOREBAY_";

    public Setting {
        if (form.read(fallback).isEmpty()) {
            throw new IllegalArgumentException(key + " cannot be " + fallback);
        }
    }

    static <T> Setting<T> of(String key, Form<T> form, String fallback, String doc) {
        return new Setting<>(key, form, fallback, Optional.empty(), doc);
    }

    Setting<T> orShort(String flag) {
        return new Setting<>(key, form, fallback, Optional.of(flag), doc);
    }

    /** The flag that every setting has. */
    public String flag() {
        return "--" + key.replace('.', '-');
    }

    /** The variable that every setting has. */
    public String variable() {
        return ENVIRONMENT_PREFIX
                + key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** A flag that needs no value: alone it means yes. */
    boolean isSwitch() {
        return form instanceof Form.Switch;
    }
}
