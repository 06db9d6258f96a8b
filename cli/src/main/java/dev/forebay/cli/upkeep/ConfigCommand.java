package dev.forebay.cli.upkeep;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.ExitCode;
import dev.forebay.cli.Nearest;
import dev.forebay.cli.OfTheServer;
import dev.forebay.cli.OnServer;
import dev.forebay.cli.Subcommands;
import dev.forebay.cli.output.Column;
import dev.forebay.cli.output.Listing;
import dev.forebay.cli.output.Output;
import dev.forebay.cli.output.Sheet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code forebay config}: the server's settings. */
@Command(
        name = "config",
        description = "See the server's settings and who set them; check a file of them.",
        subcommands = {
            ConfigCommand.Show.class,
            ConfigCommand.Check.class,
            ConfigCommand.Reload.class
        })
public final class ConfigCommand extends Subcommands {
    /** For picocli. */
    public ConfigCommand() {}

    @Command(name = "show", description = "Show the settings in force and where each is from.")
    static final class Show implements Callable<Integer> {
        private static final String DEFAULT = "default";
        private static final Sheet SHEET =
                Sheet.of(
                        "settings",
                        "/key",
                        Column.text("SETTING", "/key"),
                        Column.text("VALUE", "/value"),
                        Column.text("ORIGIN", "/origin"),
                        Column.text("MEANING", "/doc").wide());

        @Mixin private OnServer server = new OnServer();
        @Mixin private Output output = new Output();

        @Parameters(
                paramLabel = "PREFIX",
                arity = "0..1",
                completionCandidates = SettingNames.class,
                description = "Only settings whose names begin so.")
        private String prefix = "";

        @Option(
                names = "--origin",
                paramLabel = "ORIGIN",
                arity = "0..1",
                description = {
                    "Only what is set there: default, a flag, a variable or a file. Where each",
                    "is from is shown in any case."
                })
        private String origin = "";

        @Option(names = "--changed", description = "Only what is not as by default.")
        private boolean changed;

        @Override
        public Integer call() throws CommandFailed {
            return server.ask(api -> {
                JsonNode all = api.get("/v1/server/settings").path("settings");
                List<JsonNode> meant =
                        all.valueStream()
                                .filter(setting -> key(setting).startsWith(prefix))
                                .toList();
                if (meant.isEmpty()) {
                    throw unknown(all);
                }
                try (Listing listing = output.list(SHEET)) {
                    meant.stream()
                            .filter(setting -> !changed || isChanged(setting))
                            .filter(setting -> origin(setting).contains(origin))
                            .forEach(listing::row);
                    listing.complete();
                }
                return ExitCode.OK.number();
            });
        }

        private static String key(JsonNode setting) {
            return setting.path("key").asString("");
        }

        private static boolean isChanged(JsonNode setting) {
            return !origin(setting).equals(DEFAULT);
        }

        private static String origin(JsonNode setting) {
            return setting.path("origin").asString("");
        }

        private CommandFailed unknown(JsonNode all) {
            return new CommandFailed(
                    ExitCode.NOT_FOUND,
                    "unknown setting \"%s\".%s"
                            .formatted(
                                    prefix,
                                    Nearest.to(prefix, all.valueStream().map(Show::key).toList())
                                            .map(" Did you mean \"%s\"?"::formatted)
                                            .orElse(" See forebay config show.")));
        }
    }

    @Command(
            name = "reload",
            description = "Have a running server read anew the settings that need no restart.")
    static final class Reload implements Callable<Integer> {
        @Mixin private OnServer server = new OnServer();
        @Mixin private Output output = new Output();

        @Override
        public Integer call() throws CommandFailed {
            return server.ask(api -> {
                JsonNode answer = api.post("/v1/server/settings/reload", Map.of());
                if (output.isForPeople()) {
                    tell(answer.path("settings"));
                    return ExitCode.OK.number();
                }
                try (Listing listing = output.list(Show.SHEET)) {
                    answer.path("settings").forEach(listing::row);
                    listing.complete();
                }
                return ExitCode.OK.number();
            });
        }

        private void tell(JsonNode settings) {
            output.talk().println("The settings that need no restart are read anew.");
            String others =
                    settings.valueStream()
                            .filter(setting -> setting.path("needsRestart").asBoolean(false))
                            .map(setting -> setting.path("key").asString(""))
                            .collect(Collectors.joining(", "));
            if (!others.isEmpty()) {
                output.talk()
                        .println("Changed, but in force only after a restart: " + others + ".");
            }
        }
    }

    @Command(
            name = "check",
            customSynopsis = "forebay config check [FLAG]...",
            description = {
                "Check the settings that start would take, and start nothing.",
                "",
                "Takes the flags of start, and reads the same variables and file."
            },
            exitCodeList = {"0:a start would take them", "2:it would not"})
    static final class Check extends OfTheServer {}
}
