package dev.forebay.cli.queue;

import dev.forebay.cli.LiveNames;

/** Names of the queues that the server in use has, for completion. */
public final class QueueNames extends LiveNames {
    /** For picocli. */
    public QueueNames() {
        super("/v1/queues", "queues");
    }
}
