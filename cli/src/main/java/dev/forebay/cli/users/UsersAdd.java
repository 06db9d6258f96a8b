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

/** Adds a user. */
@Command(
        name = "add",
        description = {
            "Add a user.",
            "",
            "The first must have the role admin and ends the open state: from then on",
            "everybody has to say who he is."
        })
final class UsersAdd implements Callable<Integer> {
    @Mixin private OnServer server = new OnServer();
    @Mixin private Output output = new Output();
    @Mixin private RightsOptions rights = new RightsOptions();

    @Parameters(paramLabel = "USER", description = "Its name.")
    private String user = "";

    @Option(
            names = "--new-password-file",
            paramLabel = "FILE",
            description = "Holds the password; without one he has tokens and keys alone.")
    private Optional<Path> password = Optional.empty();

    /** For picocli. */
    UsersAdd() {}

    @Override
    public Integer call() throws CommandFailed {
        Map<String, Object> wanted = new LinkedHashMap<>();
        wanted.put("name", user);
        if (password.isPresent()) {
            wanted.put("password", SecretFile.read(password.get()));
        }
        rights.put(wanted);
        return server.ask(api -> {
            output.done(
                    UserSheet.USERS,
                    api.post("/v1/users", wanted),
                    "User \"" + user + "\" is there.");
            return ExitCode.OK.number();
        });
    }
}
