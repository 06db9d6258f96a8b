package dev.forebay.cli.upkeep;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.ExitCode;
import dev.forebay.cli.OnServer;
import dev.forebay.cli.api.Api;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows how to send a first message. */
@Command(
        name = "hello",
        description = "Show how to send a first message, with this server's address.")
public final class HelloCommand implements Callable<Integer> {
    private static final String AMQP_PORT = "amqp.port";

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private OnServer server = new OnServer();

    /** For picocli. */
    public HelloCommand() {}

    @Override
    public Integer call() throws CommandFailed {
        return server.ask(api -> {
            spec.commandLine()
                    .getOut()
                    .print(
                            text().replace("${server}", api.server().toString())
                                    .replace("${amqp}", amqp(api)));
            spec.commandLine().getOut().flush();
            return ExitCode.OK.number();
        });
    }

    private static String amqp(Api api) throws IOException, InterruptedException {
        String port =
                api.get("/v1/server/settings")
                        .path("settings")
                        .valueStream()
                        .filter(setting -> setting.path("key").asString("").equals(AMQP_PORT))
                        .map(setting -> setting.path("value").asString(""))
                        .findFirst()
                        .orElse("5672");
        return "amqp://guest:guest@" + api.server().getHost() + ":" + port;
    }

    private static String text() throws IOException {
        try (InputStream page = HelloCommand.class.getResourceAsStream("hello.txt")) {
            return new String(Objects.requireNonNull(page).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
