package dev.forebay.server.settings;

import java.util.HashMap;
import java.util.Map;

/** The values in force: of each setting the one with the highest rank, or its default. */
public final class Settings {
    private final Map<Setting<?>, Object> values;

    Settings(Map<Setting<?>, Object> values) {
        this.values = Map.copyOf(values);
    }

    /** Nothing set: the default of every setting. */
    public static Settings defaults() {
        return new Settings(Map.of());
    }

    /** The same with one value in the place of another; for tests and tools. */
    public <T> Settings with(Setting<T> setting, T value) {
        Map<Setting<?>, Object> more = new HashMap<>(values);
        more.put(setting, value);
        return new Settings(more);
    }

    /** The value of a setting. */
    @SuppressWarnings(
            "unchecked") // with() and SettingsReader put only what the setting's form read
    public <T> T get(Setting<T> setting) {
        Object value = values.get(setting);
        return value == null ? setting.form().read(setting.fallback()).orElseThrow() : (T) value;
    }

    /** Whether somebody gave it a value. */
    public boolean isSet(Setting<?> setting) {
        return values.containsKey(setting);
    }
}
