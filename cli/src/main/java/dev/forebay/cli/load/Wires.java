package dev.forebay.cli.load;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.ExitCode;
import dev.forebay.cli.ServerAddress;
import dev.forebay.cli.api.Api;
import dev.forebay.cli.api.Credentials;
import dev.forebay.cli.api.Ports;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.util.Objects;
import picocli.CommandLine.TypeConversionException;

/** Makes queues for benches. */
final class Wires {
    /** How AMQP names it. */
    private static final String NOT_ALLOWED = "ACCESS_REFUSED";

    private Wires() {}

    /**
     * At a Forebay server.
     *
     * @param who asks there
     */
    static Wire at(Api api, Credentials who, Protocol protocol, String queue)
            throws CommandFailed, IOException, InterruptedException {
        return switch (protocol) {
            case HTTP -> HttpWire.open(api, queue);
            case SQS -> {
                unsigned(who);
                yield SqsWire.open(api.server(), queue);
            }
            case AMQP -> amqp(amqpOf(api), who, queue);
        };
    }

    /** At any server that speaks the protocol. */
    static Wire at(String server, Protocol protocol, String queue)
            throws CommandFailed, InterruptedException {
        return switch (protocol) {
            case HTTP ->
                    throw new CommandFailed(
                            ExitCode.USAGE,
                            "only Forebay speaks its own API: say --server, and no --against.");
            case SQS -> sqs(server, queue);
            case AMQP -> amqp(address(server), new Credentials.Nobody(), queue);
        };
    }

    private static void unsigned(Credentials who) throws CommandFailed {
        if (!(who instanceof Credentials.Nobody)) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "a bench over SQS signs nothing, so it needs a server without users. Measure"
                            + " http or amqp here.");
        }
    }

    private static Wire sqs(String server, String queue)
            throws CommandFailed, InterruptedException {
        try {
            return SqsWire.open(ServerAddress.read(server), queue);
        } catch (TypeConversionException malformed) {
            throw new CommandFailed(ExitCode.USAGE, "--against is " + malformed.getMessage());
        } catch (IOException failure) {
            throw failed(server, failure);
        }
    }

    private static Wire amqp(URI server, Credentials who, String queue) throws CommandFailed {
        if (who instanceof Credentials.Token) {
            throw new CommandFailed(
                    ExitCode.USAGE, "AMQP takes no token here: say --user and --password-file.");
        }
        try {
            return AmqpWire.open(server, who, queue);
        } catch (IOException failure) {
            throw failed(
                    server.getScheme() + "://" + server.getHost() + ":" + server.getPort(),
                    failure);
        }
    }

    private static URI address(String server) throws CommandFailed {
        if (!server.matches("amqps?://[^/?#]+(/[^/?#]*)?")) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "--against is \"%s\"; accepted is amqp://USER:PASSWORD@HOST:PORT."
                            .formatted(server));
        }
        return URI.create(server);
    }

    private static URI amqpOf(Api api) throws CommandFailed, IOException, InterruptedException {
        return Ports.amqp(api)
                .orElseThrow(() ->
                        new CommandFailed(
                                ExitCode.REFUSED,
                                "the server does not speak AMQP. Start it with --amqp-enabled"
                                        + " true."));
    }

    private static CommandFailed failed(String server, IOException failure) {
        if (failure instanceof ConnectException) {
            return new CommandFailed(
                    ExitCode.UNREACHABLE,
                    "no server answers at " + server + ". Start it, or correct --against.");
        }
        String why = Objects.requireNonNullElse(failure.getMessage(), "the connection broke");
        return new CommandFailed(
                why.contains(NOT_ALLOWED) ? ExitCode.NOT_ALLOWED : ExitCode.FAILED,
                "cannot make a queue at %s: %s".formatted(server, why));
    }
}
