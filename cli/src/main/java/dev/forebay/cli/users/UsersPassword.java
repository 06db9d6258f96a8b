package dev.forebay.cli.users;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.ExitCode;
import dev.forebay.cli.OnServer;
import dev.forebay.cli.context.SecretFile;
import dev.forebay.cli.output.Output;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.JsonNodeFactory;

/** Sets a password. */
@Command(name = "password", description = "Set a user's password, which ends his sessions.")
final class UsersPassword implements Callable<Integer> {
    @Mixin private OnServer server = new OnServer();
    @Mixin private Output output = new Output();

    @Parameters(
            paramLabel = "USER",
            completionCandidates = UserNames.class,
            description = "The user.")
    private String user = "";

    @Option(
            names = "--new-password-file",
            paramLabel = "FILE",
            required = true,
            description = "Holds the new password.")
    private Path password = Path.of("");

    @Option(
            names = "--current-password-file",
            paramLabel = "FILE",
            description = "Holds the current one, where it is one's own.")
    private Optional<Path> current = Optional.empty();

    /** For picocli. */
    UsersPassword() {}

    @Override
    public Integer call() throws CommandFailed {
        Map<String, Object> wanted = new LinkedHashMap<>();
        wanted.put("password", SecretFile.read(password));
        if (current.isPresent()) {
            wanted.put("current", SecretFile.read(current.get()));
        }
        return server.ask(api -> {
            var _ = api.put(UserSheet.path(user) + "/password", wanted);
            output.done(
                    UserSheet.USERS,
                    JsonNodeFactory.instance.objectNode().put("name", user),
                    "User \"%s\" has the new password.".formatted(user));
            return ExitCode.OK.number();
        });
    }
}
