package dev.forebay.cli.users;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.ExitCode;
import dev.forebay.cli.OnServer;
import dev.forebay.cli.output.Output;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Changes what a user may. */
@Command(name = "set", description = "Replace a user's roles or grants, or switch him off or on.")
final class UsersSet implements Callable<Integer> {
    @Mixin private OnServer server = new OnServer();
    @Mixin private Output output = new Output();
    @Mixin private RightsOptions rights = new RightsOptions();
    @ArgGroup private State state = new State();

    @Parameters(
            paramLabel = "USER",
            completionCandidates = UserNames.class,
            description = "The user.")
    private String user = "";

    /** For picocli. */
    UsersSet() {}

    /** Whether he may do anything at all. */
    private static final class State {
        @Option(names = "--off", description = "He may do nothing.")
        private boolean off;

        @Option(names = "--on", description = "He may again.")
        private boolean on;
    }

    @Override
    public Integer call() throws CommandFailed {
        Map<String, Object> wanted = new LinkedHashMap<>();
        rights.put(wanted);
        if (state.off || state.on) {
            wanted.put("state", state.off ? "switched-off" : "active");
        }
        return server.ask(api -> {
            output.done(
                    UserSheet.USERS,
                    api.patch(UserSheet.path(user), wanted),
                    "User \"" + user + "\" is changed.");
            return ExitCode.OK.number();
        });
    }
}
