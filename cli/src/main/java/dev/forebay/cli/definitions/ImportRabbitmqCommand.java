package dev.forebay.cli.definitions;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.ExitCode;
import dev.forebay.cli.OnServer;
import dev.forebay.cli.api.Api;
import dev.forebay.cli.api.ApiRefusal;
import dev.forebay.cli.output.Listing;
import dev.forebay.cli.output.Output;
import dev.forebay.cli.output.Sheet;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

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
        exitCodeList = {
            "0:all of it is there now, or could be with --dry-run",
            "1:something cannot be taken",
            "2:wrong usage",
            "5:the server refuses",
            "6:no server answers at the address",
            "7:not allowed"
        })
final class ImportRabbitmqCommand implements Callable<Integer> {
    /** Each thing is on disk before it is answered, and there may be many thousands. */
    private static final Duration LONGEST_IMPORT = Duration.ofHours(1);

    private static final int NOT_FOUND = 404;
    private static final int TOO_LARGE = 413;

    private static final Sheet SHEET = Sheet.of("definitions", "/name");

    @Mixin private OnServer server = new OnServer();
    @Mixin private Output output = new Output();

    @Option(names = "--dry-run", description = "Tell what would be done, and change nothing.")
    private boolean dryRun;

    @Parameters(paramLabel = "FILE", description = "The definitions, as JSON; - is stdin.")
    private Path file = Path.of("");

    /** For picocli. */
    ImportRabbitmqCommand() {}

    @Override
    public Integer call() throws CommandFailed {
        Map<String, JsonNode> definitions = read();
        JsonNode report = server.ask(LONGEST_IMPORT, api -> take(api, definitions));
        ImportReport told = ImportReport.of(report, dryRun);
        if (output.isForPeople()) {
            told.lines().forEach(output.out()::println);
            output.out().flush();
        } else {
            try (Listing listing = output.list(SHEET)) {
                report.path("definitions").forEach(listing::row);
                listing.complete();
            }
        }
        return (told.complete() ? ExitCode.OK : ExitCode.FAILED).number();
    }

    private Map<String, JsonNode> read() throws CommandFailed {
        Map<String, JsonNode> members = new LinkedHashMap<>();
        DefinitionsFile.read(file)
                .propertyStream()
                .forEach(member -> members.put(member.getKey(), member.getValue()));
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
