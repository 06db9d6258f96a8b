package dev.forebay.cli.alerts;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.ExitCode;
import dev.forebay.cli.OnServer;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Ends a silence. */
@Command(name = "unsilence", description = "Have people told of an alert again.")
final class AlertsUnsilence implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private OnServer server = new OnServer();

    @Parameters(paramLabel = "ALERT", description = "Its number, as alerts lists it.")
    private String number = "";

    /** For picocli. */
    AlertsUnsilence() {}

    @Override
    public Integer call() throws CommandFailed {
        return server.ask(api -> {
            api.delete(Alerts.silence(number));
            spec.commandLine().getErr().println("Alert %s is told again.".formatted(number));
            return ExitCode.OK.number();
        });
    }
}
