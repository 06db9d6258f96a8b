package dev.forebay.cli.upkeep;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.ExitCode;
import dev.forebay.cli.OnServer;
import dev.forebay.cli.api.Api;
import dev.forebay.cli.output.Column;
import dev.forebay.cli.output.Listing;
import dev.forebay.cli.output.Output;
import dev.forebay.cli.output.Sheet;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Examines a server and the machine below it. */
@Command(
        name = "doctor",
        description = {
            "Examine a server, its settings and the disk below it.",
            "",
            "The disk is examined when the data folder is on this machine: room,",
            "permissions, and how fast it makes things durable. Writes a small file there",
            "and removes it."
        },
        exitCodeList = {"0:all is well", "1:something is not", "2:wrong usage"})
public final class DoctorCommand implements Callable<Integer> {
    private static final Sheet SHEET =
            Sheet.of(
                    "findings",
                    "/check",
                    Column.text("", "/verdict"),
                    Column.text("CHECK", "/check"),
                    Column.text("FINDING", "/finding"),
                    Column.text("ADVICE", "/advice"));

    @Mixin private OnServer server = new OnServer();
    @Mixin private Output output = new Output();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data folder; else the one that the server names.")
    private Optional<Path> data = Optional.empty();

    /** For picocli. */
    public DoctorCommand() {}

    @Override
    public Integer call() throws CommandFailed {
        List<Finding> findings = new ArrayList<>();
        Optional<Path> folder = data;
        try {
            Optional<Path> named = server.ask(api -> server(api, findings));
            folder = data.or(() -> named);
        } catch (CommandFailed failure) {
            findings.add(Finding.bad("server", failure.getMessage(), ""));
        }
        folder.map(DataFolder::new).ifPresent(there -> findings.addAll(there.findings()));
        try (Listing listing = output.list(SHEET)) {
            findings.forEach(finding -> listing.row(row(finding)));
            listing.complete();
        }
        boolean well = findings.stream().noneMatch(Finding::isBad);
        return (well ? ExitCode.OK : ExitCode.FAILED).number();
    }

    private static ObjectNode row(Finding finding) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        row.put("verdict", finding.verdict().toString());
        row.put("check", finding.check());
        row.put("finding", finding.text());
        row.put("advice", finding.advice());
        return row;
    }

    /** Examines it; gives its data folder where that is on this machine. */
    private static Optional<Path> server(Api api, List<Finding> findings)
            throws IOException, InterruptedException {
        JsonNode info = api.get("/v1/server");
        findings.add(
                Finding.good(
                        "server",
                        "version %s at %s, since %s"
                                .formatted(
                                        info.path("version").asString(""),
                                        api.server(),
                                        info.path("startedAt").asString(""))));
        for (JsonNode check : Health.of(api).path("checks")) {
            String name = check.path("name").asString("");
            String detail = check.path("detail").asString("");
            findings.add(
                    check.path("well").asBoolean(false)
                            ? Finding.good(name, detail)
                            : Finding.bad(name, detail, "See the server's log."));
        }
        JsonNode settings = api.get("/v1/server/settings").path("settings");
        List<String> changed =
                settings.valueStream()
                        .filter(each -> !each.path("origin").asString("").equals("default"))
                        .map(each -> each.path("key").asString(""))
                        .toList();
        findings.add(
                Finding.good(
                        "settings",
                        changed.isEmpty()
                                ? "all as by default"
                                : "not as by default: " + String.join(", ", changed)));
        boolean here = InetAddress.getByName(api.server().getHost()).isLoopbackAddress();
        return settings.valueStream()
                .filter(each -> here && each.path("key").asString("").equals("data.dir"))
                .map(each -> Path.of(each.path("value").asString("")))
                .filter(Path::isAbsolute)
                .findFirst();
    }
}
