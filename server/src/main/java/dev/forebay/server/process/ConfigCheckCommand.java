package dev.forebay.server.process;

import dev.forebay.server.machine.LocalFiles;
import dev.forebay.server.settings.InvalidSettings;
import dev.forebay.server.settings.Registry;
import dev.forebay.server.settings.Settings;
import dev.forebay.server.settings.SettingsReader;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/**
 * {@code forebay config check}: reads the settings that {@code start} would, and starts nothing.
 */
public final class ConfigCheckCommand {
    private final LocalFiles files;
    private final PrintStream out;
    private final PrintStream err;

    /** What is wrong goes to {@code err}, line by line. */
    public ConfigCheckCommand(LocalFiles files, PrintStream out, PrintStream err) {
        this.files = files;
        this.out = out;
        this.err = err;
    }

    /** 0 when a start would take them, else 2. */
    public ExitCode run(List<String> flags, Map<String, String> environment) {
        try {
            Settings settings = SettingsReader.read(flags, environment, files);
            long set = Registry.ALL.stream().filter(settings::isSet).count();
            out.println("The settings are good; " + set + " of them are not as by default.");
            return ExitCode.CLEAN;
        } catch (InvalidSettings wrong) {
            wrong.problems().forEach(problem -> err.println("forebay: " + problem));
            return ExitCode.USAGE;
        }
    }
}
