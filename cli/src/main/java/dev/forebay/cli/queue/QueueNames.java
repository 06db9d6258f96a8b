package dev.forebay.cli.queue;

import dev.forebay.cli.LiveNames;
import dev.forebay.cli.api.Api;
import java.io.IOException;

/** Names of the queues that the server in use has, for completion. */
public final class QueueNames extends LiveNames {
    /** For picocli. */
    public QueueNames() {
        super("name");
    }

    @Override
    protected void each(Api api, Api.Visitor visitor) throws IOException, InterruptedException {
        api.each("/v1/queues", "queues", visitor);
    }
}
