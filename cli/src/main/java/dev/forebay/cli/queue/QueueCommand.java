package dev.forebay.cli.queue;

import dev.forebay.cli.Subcommands;
import picocli.CommandLine.Command;

/** {@code forebay queue} alone: says what can be done with queues. */
@Command(
        name = "queue",
        description = "Make, see, change and remove queues.",
        subcommands = {
            QueueLs.class,
            QueueCreate.class,
            QueueShow.class,
            QueueSet.class,
            QueuePause.class,
            QueueResume.class,
            QueuePurge.class,
            QueueRm.class
        })
public final class QueueCommand extends Subcommands {
    /** For picocli. */
    public QueueCommand() {}
}
