package dev.forebay.packaging;

import dev.forebay.server.process.Usage;
import dev.forebay.server.settings.Registry;
import dev.forebay.server.settings.Setting;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The commands of the server's program as the manual tells them. */
final class ServerPages {
    private ServerPages() {}

    /** {@code forebay start}: the settings are its options. */
    static CommandSpec start() {
        CommandSpec start =
                command(
                        "start",
                        "Start the server in the foreground.",
                        "",
                        "SIGTERM or Ctrl-C drains and stops it. Each option is also a variable,"
                                + " and a key in the YAML file that --config names. An option"
                                + " outranks a variable, a variable the file, the file the"
                                + " default. Sizes take B, KiB, MiB, GiB, TiB and kB, MB, GB, TB;"
                                + " times take ms, s, m, h, d.");
        start.usageMessage()
                .exitCodeList(
                        codes(
                                "stopped clean",
                                "failed, such as when the port is taken",
                                "wrong options or settings",
                                "the data folder is locked, damaged, of a newer format or unusable",
                                "storage failed while it ran"));
        Registry.ALL.stream().map(ServerPages::option).forEach(start::addOption);
        return start;
    }

    /** {@code forebay config check}: it takes what start does. */
    static CommandSpec configCheck() {
        CommandSpec check =
                command(
                        "check",
                        "Check the settings that start would take, and start nothing.",
                        "",
                        "Reads options, variables and the file as start does, and says what is"
                                + " wrong with them and where. Whether the ports are free and the"
                                + " folder can be used, a start alone tells.");
        check.usageMessage()
                .exitCodeList(Map.of("0", "a start would take them", "2", "it would not"));
        Registry.ALL.stream().map(ServerPages::option).forEach(check::addOption);
        return check;
    }

    /** {@code forebay verify}. */
    static CommandSpec verify() {
        CommandSpec verify =
                command(
                        "verify",
                        "Check every byte of a data folder that no server uses.",
                        "",
                        "Changes no data; the file lock keeps servers away meanwhile. Each"
                                + " damaged range is named.");
        verify.usageMessage()
                .exitCodeList(
                        codes(
                                "sound; an end that a crash may have torn is told, and a start mends"
                                        + " it",
                                "there is no such folder, it holds no data, or it cannot be read",
                                "wrong usage",
                                "damaged, in use by a server, or of a newer format"));
        return verify.addPositional(
                PositionalParamSpec.builder()
                        .paramLabel("DIR")
                        .arity("1")
                        .description("The folder.")
                        .build());
    }

    private static CommandSpec command(String name, String... description) {
        CommandSpec command = CommandSpec.create().name(name);
        command.usageMessage().description(description);
        return command;
    }

    private static Map<String, String> codes(String... meanings) {
        Map<String, String> codes = new LinkedHashMap<>();
        for (String meaning : meanings) {
            codes.put(String.valueOf(codes.size()), meaning);
        }
        return codes;
    }

    private static OptionSpec option(Setting<?> setting) {
        String operand = Usage.operand(setting.form());
        String fallback = setting.fallback().isEmpty() ? "nothing" : setting.fallback();
        return OptionSpec.builder(
                        Stream.concat(setting.shortFlag().stream(), Stream.of(setting.flag()))
                                .toArray(String[]::new))
                .paramLabel(operand)
                .arity(operand.isEmpty() ? "0" : "1")
                .description(
                        setting.doc(),
                        "",
                        "Accepted: %s. Default: %s. Key %s, variable %s."
                                .formatted(
                                        setting.form().accepted(),
                                        fallback,
                                        setting.key(),
                                        setting.variable()))
                .build();
    }
}
