package dev.forebay.cli.message;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.ExitCode;
import dev.forebay.cli.OnServer;
import dev.forebay.cli.api.Api;
import dev.forebay.cli.output.Output;
import dev.forebay.cli.output.Sheet;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Tells what happened to a message. */
@Command(
        name = "trace",
        description = {
            "Tell what happened to a message.",
            "",
            "In all queues that it went through: who sent it, who had it and for how long,",
            "why it failed, where it went, how it ended."
        })
public final class TraceCommand implements Callable<Integer> {
    private static final Pattern ID =
            Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");
    private static final Sheet SHEET = Sheet.of("messages", "/id");

    @Mixin private OnServer server = new OnServer();
    @Mixin private Output output = new Output();

    @Parameters(paramLabel = "MESSAGE-ID", description = "As send and browse print it.")
    private String id = "";

    /** For picocli. */
    public TraceCommand() {}

    @Override
    public Integer call() throws CommandFailed {
        if (!ID.matcher(id).matches()) {
            throw new CommandFailed(
                    ExitCode.NOT_FOUND,
                    ("there is no message \"%s\": ids look like"
                                    + " 0198c0de-0000-7000-8000-000000000000. send and browse"
                                    + " print them.")
                            .formatted(id));
        }
        return server.ask(
                OnServer.LONG,
                api -> {
                    JsonNode timeline = api.get("/v1/messages/" + Api.segment(id) + "/timeline");
                    if (output.isForPeople()) {
                        new TimelineText(output.ink())
                                .lines(timeline)
                                .forEach(output.out()::println);
                        output.out().flush();
                    } else {
                        output.one(SHEET, timeline);
                    }
                    return ExitCode.OK.number();
                });
    }
}
