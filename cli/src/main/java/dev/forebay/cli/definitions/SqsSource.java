package dev.forebay.cli.definitions;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.ExitCode;
import dev.forebay.cli.sqs.SqsCalls;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/** An SQS endpoint that is taken over. What goes wrong there is not to be laid at our server. */
final class SqsSource {
    private final SqsCalls sqs;

    SqsSource(SqsCalls sqs) {
        this.sqs = sqs;
    }

    /** Calls one action. */
    JsonNode call(String action, Map<String, ?> members)
            throws CommandFailed, InterruptedException {
        try {
            return sqs.call(action, members);
        } catch (ConnectException | HttpTimeoutException silent) {
            throw failed(ExitCode.UNREACHABLE, "no server answers there");
        } catch (IOException failure) {
            throw failed(
                    ExitCode.FAILED,
                    Objects.requireNonNullElse(failure.getMessage(), "the connection broke"));
        }
    }

    private CommandFailed failed(ExitCode code, String why) {
        return new CommandFailed(
                code,
                "%s: %s. See --endpoint-url, --region and --profile.".formatted(sqs.server(), why));
    }
}
