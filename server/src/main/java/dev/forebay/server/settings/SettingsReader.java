package dev.forebay.server.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Brings together what file, environment and flags say. A flag outranks a variable, a variable the
 * file, the file the default. Everything that is wrong anywhere is reported at once, also in values
 * that another source outranks.
 */
public final class SettingsReader {
    private final TextFiles files;
    private final Map<Setting<?>, Settings.Taken> values = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    private SettingsReader(TextFiles files) {
        this.files = files;
    }

    /**
     * Reads the settings.
     *
     * @param flags what follows the command on the command line
     * @param variables the process environment
     * @throws InvalidSettings with every problem found
     */
    public static Settings read(List<String> flags, Map<String, String> variables, TextFiles files)
            throws InvalidSettings {
        SettingsReader reader = new SettingsReader(files);
        reader.readAll(flags, variables);
        if (!reader.problems.isEmpty()) {
            throw new InvalidSettings(reader.problems);
        }
        return new Settings(reader.values, () -> read(flags, variables, files));
    }

    private void readAll(List<String> flags, Map<String, String> variables) {
        List<Given> byFlag = Flags.read(flags, problems);
        List<Given> byVariable = Environment.read(variables);
        take(byVariable, Setting::variable);
        takeFlags(byFlag);
        Optional<Path> file = new Settings(values, Settings.Origin.NONE).get(Registry.CONFIG);
        Map<Setting<?>, Settings.Taken> outranking = Map.copyOf(values);
        file.ifPresent(named -> take(SettingsFile.read(named, files, problems), Setting::key));
        values.putAll(outranking);
    }

    private void take(List<Given> given, Function<Setting<?>, String> nameOf) {
        Map<String, Setting<?>> byName = new HashMap<>();
        Registry.ALL.forEach(setting -> byName.put(nameOf.apply(setting), setting));
        for (Given one : given) {
            Setting<?> setting = byName.get(one.name());
            if (setting == null) {
                problems.add(Problems.unknown(one, byName.keySet()));
            } else if (setting.equals(Registry.CONFIG) && one.name().equals(setting.key())) {
                problems.add(Problems.fileInFile(setting, one));
            } else {
                put(setting, one);
            }
        }
    }

    private void takeFlags(List<Given> given) {
        for (Given one : given) {
            Flags.named(one.name()).ifPresent(setting -> put(setting, one));
        }
    }

    private void put(Setting<?> setting, Given one) {
        Optional<?> value = setting.form().read(one.value());
        if (value.isPresent()) {
            values.put(setting, new Settings.Taken(value.get(), one.place()));
        } else {
            problems.add(Problems.badValue(setting, one));
        }
    }
}
