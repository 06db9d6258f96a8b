package dev.forebay.server.settings;

import java.util.HashMap;
import java.util.Map;

/** The values in force: of each setting the one with the highest rank, or its default. */
public final class Settings {
    /**
     * A value that somebody gave.
     *
     * @param place where, as {@link Given#place()}; empty when a program gave it
     */
    record Taken(Object value, String place) {}

    private final Map<Setting<?>, Taken> values;

    Settings(Map<Setting<?>, Taken> values) {
        this.values = Map.copyOf(values);
    }

    /** Nothing set: the default of every setting. */
    public static Settings defaults() {
        return new Settings(Map.of());
    }

    /** The same with one value in the place of another; for tests and tools. */
    public <T> Settings with(Setting<T> setting, T value) {
        Map<Setting<?>, Taken> more = new HashMap<>(values);
        more.put(setting, new Taken(value, ""));
        return new Settings(more);
    }

    /** The value of a setting. */
    @SuppressWarnings(
            "unchecked") // with() and SettingsReader put only what the setting's form read
    public <T> T get(Setting<T> setting) {
        Taken taken = values.get(setting);
        return taken == null
                ? setting.form().read(setting.fallback()).orElseThrow()
                : (T) taken.value();
    }

    /** Whether somebody gave it a value. */
    public boolean isSet(Setting<?> setting) {
        return values.containsKey(setting);
    }

    /** Where its value comes from; empty when nobody gave it. */
    public String origin(Setting<?> setting) {
        Taken taken = values.get(setting);
        return taken == null ? "" : taken.place();
    }

    /** The setting's key for messages, with where its value comes from if somebody gave it. */
    public String naming(Setting<?> setting) {
        Taken taken = values.get(setting);
        return taken == null || taken.place().isEmpty()
                ? setting.key()
                : setting.key() + " (" + taken.place() + ")";
    }
}
