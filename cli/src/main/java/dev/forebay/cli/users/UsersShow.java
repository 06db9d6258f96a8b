package dev.forebay.cli.users;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.ExitCode;
import dev.forebay.cli.OnServer;
import dev.forebay.cli.output.Output;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows a user. */
@Command(name = "show", description = "Show a user with keys and tokens, without their secrets.")
final class UsersShow implements Callable<Integer> {
    @Mixin private OnServer server = new OnServer();
    @Mixin private Output output = new Output();

    @Parameters(
            paramLabel = "USER",
            completionCandidates = UserNames.class,
            description = "The user.")
    private String user = "";

    /** For picocli. */
    UsersShow() {}

    @Override
    public Integer call() throws CommandFailed {
        return server.ask(api -> {
            output.one(UserSheet.USERS, api.get(UserSheet.path(user)));
            return ExitCode.OK.number();
        });
    }
}
