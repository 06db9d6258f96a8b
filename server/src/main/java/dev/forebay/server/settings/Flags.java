package dev.forebay.server.settings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The command line as settings: {@code --http-port 9324}, {@code --http-port=9324}, and for
 * switches {@code --insecure} alone. See docs/decisions/004.
 */
final class Flags {
    private static final Map<String, Setting<?>> BY_FLAG = new HashMap<>();

    static {
        for (Setting<?> setting : Registry.ALL) {
            BY_FLAG.put(setting.flag(), setting);
            setting.shortFlag().ifPresent(flag -> BY_FLAG.put(flag, setting));
        }
    }

    private Flags() {}

    static Optional<Setting<?>> named(String flag) {
        return Optional.ofNullable(BY_FLAG.get(flag));
    }

    static List<Given> read(List<String> words, List<String> problems) {
        List<Given> given = new ArrayList<>();
        boolean unknownValue =
                false; // what follows an unknown flag is its value, and no second mistake
        for (Iterator<String> rest = words.iterator(); rest.hasNext(); ) {
            String word = rest.next();
            if (unknownValue && !word.startsWith("-")) {
                unknownValue = false;
                continue;
            }
            unknownValue = false;
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            Setting<?> setting = BY_FLAG.get(name);
            if (setting == null) {
                problems.add(
                        name.startsWith("-")
                                ? Problems.unknownFlag(name, BY_FLAG.keySet())
                                : "unexpected \"" + word + "\" on the command line.");
                unknownValue = name.startsWith("-") && equals < 0;
            } else if (equals >= 0) {
                given.add(new Given(name, word.substring(equals + 1), name));
            } else if (setting.isSwitch()) {
                given.add(new Given(name, "true", name));
            } else if (rest.hasNext()) {
                given.add(new Given(name, rest.next(), name));
            } else {
                problems.add(name + " needs a value: " + setting.form().accepted() + ".");
            }
        }
        return given;
    }
}
