package dev.forebay.cli.alerts;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.ExitCode;
import dev.forebay.cli.OnServer;
import dev.forebay.cli.output.Output;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.JsonNodeFactory;

/** Ends a silence. */
@Command(name = "unsilence", description = "Have people told of an alert again.")
final class AlertsUnsilence implements Callable<Integer> {
    @Mixin private OnServer server = new OnServer();
    @Mixin private Output output = new Output();

    @Parameters(paramLabel = "ALERT", description = "Its number, as alerts lists it.")
    private String number = "";

    /** For picocli. */
    AlertsUnsilence() {}

    @Override
    public Integer call() throws CommandFailed {
        return server.ask(api -> {
            api.delete(Alerts.silence(number));
            output.done(
                    Alerts.SHEET,
                    JsonNodeFactory.instance.objectNode().put("number", Long.parseLong(number)),
                    "Alert %s is told again.".formatted(number));
            return ExitCode.OK.number();
        });
    }
}
