package dev.forebay.cli.alerts;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.ExitCode;
import dev.forebay.cli.OnServer;
import dev.forebay.cli.input.Span;
import dev.forebay.cli.output.Output;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Has nobody told of an alert for a while. */
@Command(
        name = "silence",
        description = {
            "Have nobody told of an alert for a while.",
            "",
            "Nor of another of its kind about its queue: by the webhook, check, top and the",
            "console's first sentence. What lasts longer is told then."
        })
final class AlertsSilence implements Callable<Integer> {
    @Mixin private OnServer server = new OnServer();
    @Mixin private Output output = new Output();

    @Parameters(paramLabel = "ALERT", description = "Its number, as alerts lists it.")
    private String number = "";

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = Span.Converter.class,
            defaultValue = "1h",
            description = "How long, up to 30d (default: ${DEFAULT-VALUE}).")
    private Span span = new Span(0);

    /** For picocli. */
    AlertsSilence() {}

    @Override
    public Integer call() throws CommandFailed {
        return server.ask(api -> {
            JsonNode alert = api.post(Alerts.silence(number), Map.of("forMillis", span.millis()));
            output.done(
                    Alerts.SHEET,
                    alert,
                    "Nobody is told of alert %s until %s."
                            .formatted(number, alert.path("silentUntil").asString("")));
            return ExitCode.OK.number();
        });
    }
}
