package dev.forebay.cli.queue;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.ExitCode;
import dev.forebay.cli.OnServer;
import dev.forebay.cli.api.Api;
import dev.forebay.cli.output.Output;
import java.util.Map;

/** Lets messages go through a queue, or not. */
final class Flow {
    private Flow() {}

    static int set(OnServer server, Output output, String queue, String flow) throws CommandFailed {
        return server.ask(api -> {
            output.done(
                    QueueSheet.QUEUES,
                    api.patch(Api.queue(queue), Map.of("settings", Map.of("flow", flow))),
                    "Queue \"%s\" is %s.".formatted(queue, flow));
            return ExitCode.OK.number();
        });
    }
}
