package dev.forebay.cli.users;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.ExitCode;
import dev.forebay.cli.OnServer;
import dev.forebay.cli.api.Api;
import dev.forebay.cli.output.Output;
import dev.forebay.cli.output.Sheet;
import dev.forebay.cli.queue.QueueNames;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Tells whether a user may do something. */
@Command(
        name = "may",
        description = "Tell whether a user may do something, and why not; ends with 7 if not.")
final class UsersMay implements Callable<Integer> {
    private static final Sheet SHEET = Sheet.of("answers", "/allowed");

    @Mixin private OnServer server = new OnServer();
    @Mixin private Output output = new Output();

    @Parameters(
            index = "0",
            paramLabel = "USER",
            completionCandidates = UserNames.class,
            description = "The user.")
    private String user = "";

    @Parameters(
            index = "1",
            paramLabel = "OPERATION",
            description = "Such as send, receive, purge or create-queue.")
    private String operation = "";

    @Parameters(
            index = "2",
            arity = "0..1",
            paramLabel = "QUEUE",
            completionCandidates = QueueNames.class,
            description = "Where.")
    private String queue = "";

    /** For picocli. */
    UsersMay() {}

    @Override
    public Integer call() throws CommandFailed {
        String query =
                "?operation="
                        + Api.segment(operation)
                        + (queue.isEmpty() ? "" : "&queue=" + Api.segment(queue));
        return server.ask(api -> {
            JsonNode answer = api.get(UserSheet.path(user) + "/may" + query);
            output.one(SHEET, answer);
            boolean allowed = answer.path("allowed").asBoolean(false);
            return (allowed ? ExitCode.OK : ExitCode.NOT_ALLOWED).number();
        });
    }
}
