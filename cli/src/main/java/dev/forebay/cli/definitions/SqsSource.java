package dev.forebay.cli.definitions;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.ExitCode;
import dev.forebay.cli.sqs.SqsCalls;
import java.io.IOException;
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
        } catch (IOException failure) {
            throw new CommandFailed(
                    ExitCode.FAILED,
                    "%s: %s. See --endpoint-url, --region and --profile."
                            .formatted(
                                    sqs.server(),
                                    Objects.requireNonNullElse(
                                            failure.getMessage(), "does not answer")));
        }
    }
}
