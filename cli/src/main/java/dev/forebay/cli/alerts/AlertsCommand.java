package dev.forebay.cli.alerts;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.ExitCode;
import dev.forebay.cli.OnServer;
import dev.forebay.cli.output.Listing;
import dev.forebay.cli.output.Output;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Lists what needs somebody. */
@Command(
        name = "alerts",
        description = {
            "List what needs somebody, the worst first.",
            "",
            "An age objective that is missed, messages that nobody receives, a queue or",
            "disk that fills up, dead letters that arrive, storage that fails. -o wide says",
            "what to do."
        },
        subcommands = {AlertsSilence.class, AlertsUnsilence.class})
public final class AlertsCommand implements Callable<Integer> {
    @Mixin private OnServer server = new OnServer();
    @Mixin private Output output = new Output();

    @Option(names = "--ended", description = "List those that are over instead.")
    private boolean ended;

    /** For picocli. */
    public AlertsCommand() {}

    @Override
    public Integer call() throws CommandFailed {
        return server.ask(api -> {
            try (Listing listing = output.list(Alerts.SHEET)) {
                for (JsonNode alert : Alerts.of(api, ended ? "ended" : "lasting")) {
                    listing.row(alert);
                }
                listing.complete();
            }
            return ExitCode.OK.number();
        });
    }
}
