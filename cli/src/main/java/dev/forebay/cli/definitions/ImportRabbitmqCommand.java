package dev.forebay.cli.definitions;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.ExitCode;
import dev.forebay.cli.OnServer;
import dev.forebay.cli.Version;
import dev.forebay.cli.api.Api;
import dev.forebay.cli.api.ApiRefusal;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Has a running server take over a definitions file of RabbitMQ. */
@Command(
        name = "rabbitmq",
        description = {
            "Take over a definitions file of RabbitMQ.",
            "",
            "Virtual hosts, parameters, policies, exchanges, queues, bindings, users and",
            "permissions, a line each. What is there already stays; what cannot be taken",
            "is told with the reason, and all else is taken. RabbitMQ writes the file by",
            "rabbitmqctl export_definitions FILE. The server takes one of up to",
            "http.max-body, 8 MiB unless set."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all of it is there now, or could be with --dry-run",
            "1:something cannot be taken, or the server refuses",
            "2:wrong usage",
            "6:no server answers at the address"
        })
final class ImportRabbitmqCommand implements Callable<Integer> {
    /** Each thing is on disk before it is answered, and there may be many thousands. */
    private static final Duration LONGEST_IMPORT = Duration.ofHours(1);

    private static final int NOT_FOUND = 404;
    private static final int TOO_LARGE = 413;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private OnServer server = new OnServer();

    @Option(names = "--dry-run", description = "Tell what would be done, and change nothing.")
    private boolean dryRun;

    @Parameters(paramLabel = "FILE", description = "The definitions, as JSON.")
    private Path file = Path.of("");

    /** For picocli. */
    ImportRabbitmqCommand() {}

    @Override
    public Integer call() throws CommandFailed {
        Map<String, JsonNode> definitions = read();
        PrintWriter out = spec.commandLine().getOut();
        JsonNode report = server.ask(LONGEST_IMPORT, api -> take(api, definitions));
        ImportReport told = ImportReport.of(report, dryRun);
        told.lines().forEach(out::println);
        out.flush();
        return (told.complete() ? ExitCode.OK : ExitCode.FAILED).number();
    }

    private Map<String, JsonNode> read() throws CommandFailed {
        JsonNode json;
        try {
            json = JsonMapper.builder().build().readTree(Files.readAllBytes(file));
        } catch (IOException unreadable) {
            throw new CommandFailed(ExitCode.FAILED, "cannot read " + file + ".");
        } catch (JacksonException malformed) {
            throw new CommandFailed(ExitCode.FAILED, file + " is not JSON.");
        }
        if (!json.isObject()) {
            throw new CommandFailed(ExitCode.FAILED, file + " has no definitions in it.");
        }
        Map<String, JsonNode> members = new LinkedHashMap<>();
        json.propertyStream().forEach(member -> members.put(member.getKey(), member.getValue()));
        return members;
    }

    private JsonNode take(Api api, Map<String, JsonNode> definitions)
            throws IOException, InterruptedException, CommandFailed {
        try {
            return api.post(
                    "/api/definitions?" + (dryRun ? "dry_run" : "report") + "=true", definitions);
        } catch (ApiRefusal refusal) {
            String advice = advice(refusal.status());
            if (advice.isEmpty()) {
                throw refusal;
            }
            throw new CommandFailed(ExitCode.FAILED, advice);
        }
    }

    /** What to do about a refusal; empty where the server's own words say it. */
    private String advice(int status) {
        return switch (status) {
            case NOT_FOUND -> "the server does not speak AMQP. Start it with --amqp-enabled.";
            case TOO_LARGE ->
                    file
                            + " is larger than the server takes. Start it with a larger"
                            + " http.max-body, as by --http-max-body 64MiB.";
            default -> "";
        };
    }
}
