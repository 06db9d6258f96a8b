package dev.forebay.cli.users;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.ExitCode;
import dev.forebay.cli.OnServer;
import dev.forebay.cli.output.Output;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes and ends access keys. */
@Command(name = "key", description = "Make a key for SQS clients; its secret is shown this once.")
final class UsersKey implements Callable<Integer> {
    @Mixin private OnServer server = new OnServer();
    @Mixin private Output output = new Output();
    @ArgGroup private Existing existing = new Existing();

    @Parameters(paramLabel = "USER", description = "Whose it is.")
    private String user = "";

    /** For picocli. */
    UsersKey() {}

    /** What becomes of a key that there is. */
    private static final class Existing {
        @Option(
                names = "--rotate",
                paramLabel = "KEY",
                description = "In place of this one, which works on for a day.")
        private String rotate = "";

        @Option(names = "--revoke", paramLabel = "KEY", description = "End this one instead.")
        private String revoke = "";
    }

    @Override
    public Integer call() throws CommandFailed {
        String path = UserSheet.path(user) + "/keys";
        return server.ask(api -> {
            if (!existing.revoke.isEmpty()) {
                api.delete(path + "/" + existing.revoke);
            } else if (!existing.rotate.isEmpty()) {
                output.one(
                        UserSheet.KEYS,
                        api.post(path + "/" + existing.rotate + "/rotate", Map.of()));
            } else {
                output.one(UserSheet.KEYS, api.post(path, Map.of()));
            }
            return ExitCode.OK.number();
        });
    }
}
