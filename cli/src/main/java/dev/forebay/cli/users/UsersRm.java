package dev.forebay.cli.users;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.ExitCode;
import dev.forebay.cli.OnServer;
import dev.forebay.cli.output.Affected;
import dev.forebay.cli.output.Consent;
import dev.forebay.cli.output.Output;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Removes a user. */
@Command(name = "rm", description = "Remove a user with all keys, tokens and sessions.")
final class UsersRm implements Callable<Integer> {
    @Mixin private OnServer server = new OnServer();
    @Mixin private Output output = new Output();
    @Mixin private Consent consent = new Consent();

    @Option(names = "--dry-run", description = "Say what would go, and remove nothing.")
    private boolean dryRun;

    @Parameters(
            paramLabel = "USER",
            completionCandidates = UserNames.class,
            description = "The user.")
    private String user = "";

    /** For picocli. */
    UsersRm() {}

    @Override
    public Integer call() throws CommandFailed {
        return server.ask(api -> {
            JsonNode found = api.get(UserSheet.path(user));
            String what =
                    "user \"%s\" with %d keys and %d tokens"
                            .formatted(
                                    user, found.path("keys").size(), found.path("tokens").size());
            if (!dryRun) {
                consent.to("Remove " + what);
                api.delete(UserSheet.path(user));
            }
            output.done(
                    UserSheet.USERS,
                    dryRun ? Affected.byDryRun(found, 1) : Affected.by(found, 1),
                    (dryRun ? "Would remove " : "Removed ") + what + ".");
            return ExitCode.OK.number();
        });
    }
}
