package dev.forebay.cli.demo;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.ExitCode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Plays the story and judges it. */
@Command(
        name = "demo",
        description = {
            "Watch a surge, a crash and a poison message, with the account at the end.",
            "",
            "A producer sends 500 messages a second to a consumer that manages 100; a consumer dies; a poison"
                    + " message is put aside. Every message is accounted for at the end.",
            "Starts a server of its own in a temporary folder, unless --url names one."
        },
        mixinStandardHelpOptions = true,
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the account holds: no message lost, no send failed",
            "1:it does not, or the demo's own server did not start",
            "2:wrong usage",
            "6:no server answers at the address"
        })
public final class DemoCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(names = "--fast", description = "All acts within some seconds.")
    private boolean fast;

    private Optional<URI> url = Optional.empty();

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = {
                "A running server, such as http://127.0.0.1:9324.",
                "The demo makes queues of its own there and deletes them."
            })
    void setUrl(String text) {
        try {
            URI given = new URI(text);
            if (("http".equals(given.getScheme()) || "https".equals(given.getScheme()))
                    && given.getHost() != null) {
                url = Optional.of(given);
                return;
            }
        } catch (URISyntaxException malformed) {
            // told below, with the form that is accepted
        }
        throw new ParameterException(
                spec.commandLine(),
                "--url is \"" + text + "\"; accepted is http://HOST:PORT or https://HOST:PORT.");
    }

    @Override
    public Integer call() throws CommandFailed {
        throw new CommandFailed(
                ExitCode.FAILED,
                "the demo cannot play its story yet (%s, %s)."
                        .formatted(url, fast ? "fast" : "at full length"));
    }
}
