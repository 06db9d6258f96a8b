package dev.forebay.server.settings;

import java.util.Collection;
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
    private final Origin origin;

    /** Reads settings where these were read. */
    interface Origin {
        /** There is none: a program made them up. */
        Origin NONE = Settings::defaults;

        Settings read() throws InvalidSettings;
    }

    Settings(Map<Setting<?>, Taken> values, Origin origin) {
        this.values = Map.copyOf(values);
        this.origin = origin;
    }

    /** Nothing set: the default of every setting. */
    public static Settings defaults() {
        return new Settings(Map.of(), Origin.NONE);
    }

    /**
     * What the places say now where these were read.
     *
     * @throws InvalidSettings with every problem found
     */
    public Settings readAgain() throws InvalidSettings {
        return origin.read();
    }

    /** The same with what others say of some settings. */
    public Settings taking(Collection<Setting<?>> some, Settings from) {
        Map<Setting<?>, Taken> mixed = new HashMap<>(values);
        mixed.keySet().removeAll(some);
        some.forEach(setting -> {
            Taken taken = from.values.get(setting);
            if (taken != null) {
                mixed.put(setting, taken);
            }
        });
        return new Settings(mixed, origin);
    }

    /** The same with one value in the place of another; for tests and tools. */
    public <T> Settings with(Setting<T> setting, T value) {
        Map<Setting<?>, Taken> more = new HashMap<>(values);
        more.put(setting, new Taken(value, ""));
        return new Settings(more, origin);
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
