package dev.forebay.cli.users;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.ExitCode;
import dev.forebay.cli.OnServer;
import dev.forebay.cli.output.Listing;
import dev.forebay.cli.output.Output;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists users. */
@Command(name = "ls", description = "List users by name.")
final class UsersLs implements Callable<Integer> {
    @Mixin private OnServer server = new OnServer();
    @Mixin private Output output = new Output();

    /** For picocli. */
    UsersLs() {}

    @Override
    public Integer call() throws CommandFailed {
        return server.ask(api -> {
            try (Listing listing = output.list(UserSheet.USERS)) {
                api.each("/v1/users", "users", listing::row);
                listing.complete();
            }
            return ExitCode.OK.number();
        });
    }
}
