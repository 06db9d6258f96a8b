package dev.forebay.cli.context;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.ExitCode;
import dev.forebay.cli.ServerAddress;
import dev.forebay.cli.Subcommands;
import dev.forebay.cli.output.Column;
import dev.forebay.cli.output.Listing;
import dev.forebay.cli.output.Output;
import dev.forebay.cli.output.Sheet;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Servers under names, so that one need not say each time which is meant. */
@Command(
        name = "context",
        description = {
            "Name servers and say which one is in use.",
            "",
            "Kept in your config folder, readable by you alone. What is said by options or",
            "variables (FOREBAY_SERVER, FOREBAY_TOKEN, FOREBAY_CONTEXT) outranks it."
        },
        subcommands = {
            ContextCommand.Ls.class,
            ContextCommand.Use.class,
            ContextCommand.Add.class,
            ContextCommand.Rm.class
        })
public final class ContextCommand extends Subcommands {
    private static final Sheet SHEET =
            Sheet.of(
                    "contexts",
                    "/name",
                    Column.mark("/current"),
                    Column.text("NAME", "/name"),
                    Column.text("SERVER", "/server"),
                    Column.text("AS", "/who"));

    /** For picocli. */
    public ContextCommand() {}

    private static ObjectNode row(Contexts contexts, Context context) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        row.put("current", contexts.current().filter(context::equals).isPresent());
        row.put("name", context.name());
        row.put("server", context.server().toString());
        row.put("who", context.who());
        return row;
    }

    @Command(name = "ls", description = "List contexts; * is the one in use.")
    static final class Ls implements Callable<Integer> {
        @Mixin private Output output = new Output();

        @Override
        public Integer call() throws CommandFailed {
            Contexts contexts = Contexts.ofUser();
            try (Listing listing = output.list(SHEET)) {
                for (Context context : contexts.all()) {
                    listing.row(row(contexts, context));
                }
                listing.complete();
            }
            return ExitCode.OK.number();
        }
    }

    @Command(name = "use", description = "Talk to this server from now on.")
    static final class Use implements Callable<Integer> {
        @Mixin private Output output = new Output();

        @Parameters(
                paramLabel = "NAME",
                completionCandidates = ContextNames.class,
                description = "The context.")
        private String name = "";

        @Override
        public Integer call() throws CommandFailed {
            Contexts contexts = Contexts.ofUser();
            Context meant = contexts.get(name);
            contexts.use(meant);
            contexts.save();
            output.done(
                    SHEET,
                    row(contexts, meant),
                    "Commands go to %s now.".formatted(meant.server()));
            return ExitCode.OK.number();
        }
    }

    @Command(name = "add", description = "Name a server; the first one is in use at once.")
    static final class Add implements Callable<Integer> {
        @Mixin private Output output = new Output();

        @Parameters(paramLabel = "NAME", description = "The name to give.")
        private String name = "";

        @Option(
                names = {"--server", "--url"},
                paramLabel = "URL",
                required = true,
                converter = ServerAddress.class,
                description = "The server, such as http://127.0.0.1:9324.")
        private URI server = URI.create("");

        @Option(
                names = "--token-file",
                paramLabel = "FILE",
                description = "Holds a token; it is copied.")
        private Optional<Path> tokenFile = Optional.empty();

        @Option(names = "--user", paramLabel = "USER", description = "Who one is there.")
        private String user = "";

        @Option(
                names = "--password-file",
                paramLabel = "FILE",
                description = "Holds the password; it is read each time.")
        private Optional<Path> passwordFile = Optional.empty();

        @Override
        public Integer call() throws CommandFailed {
            if (!name.matches("[A-Za-z0-9._-]+")) {
                throw new CommandFailed(
                        ExitCode.USAGE, "a context's name is of letters, digits, ., _ and -.");
            }
            if (user.isEmpty() == passwordFile.isPresent()) {
                throw new CommandFailed(ExitCode.USAGE, "--user and --password-file go together.");
            }
            String token = tokenFile.isPresent() ? SecretFile.read(tokenFile.get()) : "";
            String password = passwordFile.map(file -> file.toAbsolutePath().toString()).orElse("");
            Contexts contexts = Contexts.ofUser();
            Context added = new Context(name, server, token, user, password);
            contexts.add(added);
            contexts.save();
            boolean used = contexts.current().filter(added::equals).isPresent();
            output.done(
                    SHEET,
                    row(contexts, added),
                    used
                            ? "Commands go to %s now.".formatted(server)
                            : "Context \"%s\" is there. forebay context use %1$s has commands go there."
                                    .formatted(name));
            return ExitCode.OK.number();
        }
    }

    @Command(name = "rm", description = "Forget a context; its server stays as it is.")
    static final class Rm implements Callable<Integer> {
        @Mixin private Output output = new Output();

        @Parameters(
                paramLabel = "NAME",
                completionCandidates = ContextNames.class,
                description = "The context.")
        private String name = "";

        @Override
        public Integer call() throws CommandFailed {
            Contexts contexts = Contexts.ofUser();
            Context gone = contexts.get(name);
            contexts.remove(gone);
            contexts.save();
            output.done(SHEET, row(contexts, gone), "Context \"%s\" is forgotten.".formatted(name));
            return ExitCode.OK.number();
        }
    }
}
