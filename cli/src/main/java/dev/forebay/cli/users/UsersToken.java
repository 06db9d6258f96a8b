package dev.forebay.cli.users;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.ExitCode;
import dev.forebay.cli.OnServer;
import dev.forebay.cli.input.Span;
import dev.forebay.cli.output.Output;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes and ends tokens. */
@Command(
        name = "token",
        description = {
            "Make a token for a program; its text is shown this once.",
            "",
            "With -o name the text is printed alone: forebay users token worker -o name >",
            "token"
        })
final class UsersToken implements Callable<Integer> {
    @Mixin private OnServer server = new OnServer();
    @Mixin private Output output = new Output();

    @Parameters(paramLabel = "USER", description = "Whose it is.")
    private String user = "";

    @Option(names = "--note", paramLabel = "TEXT", description = "What it is for.")
    private Optional<String> note = Optional.empty();

    @Option(
            names = "--valid",
            paramLabel = "TIME",
            converter = Span.Converter.class,
            description = "How long it is valid.")
    private Optional<Span> valid = Optional.empty();

    @Option(
            names = "--right",
            split = ",",
            paramLabel = "RIGHT",
            description = "These alone of what its user may.")
    private List<String> rights = List.of();

    @Option(names = "--queues", paramLabel = "PATTERN", description = "On these queues alone.")
    private Optional<String> queues = Optional.empty();

    @Option(names = "--revoke", paramLabel = "TOKEN", description = "End this one instead.")
    private Optional<String> revoke = Optional.empty();

    /** For picocli. */
    UsersToken() {}

    @Override
    public Integer call() throws CommandFailed {
        String path = UserSheet.path(user) + "/tokens";
        return server.ask(api -> {
            if (revoke.isPresent()) {
                api.delete(path + "/" + revoke.get());
            } else {
                output.one(UserSheet.TOKENS, api.post(path, wanted()));
            }
            return ExitCode.OK.number();
        });
    }

    private Map<String, Object> wanted() {
        Map<String, Object> wanted = new LinkedHashMap<>();
        note.ifPresent(text -> wanted.put("note", text));
        valid.ifPresent(span -> wanted.put("validMillis", span.millis()));
        if (!rights.isEmpty()) {
            wanted.put("rights", rights);
        }
        queues.ifPresent(pattern -> wanted.put("queues", pattern));
        return wanted;
    }
}
