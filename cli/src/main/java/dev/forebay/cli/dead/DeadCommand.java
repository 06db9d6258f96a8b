package dev.forebay.cli.dead;

import dev.forebay.cli.Subcommands;
import picocli.CommandLine.Command;

/** {@code forebay dead} alone: says what can be done with dead letters. */
@Command(
        name = "dead",
        description = "See what failed and why, and bring it back.",
        subcommands = {DeadLs.class, DeadShow.class, DeadRedrive.class, DeadRuns.class})
public final class DeadCommand extends Subcommands {
    /** For picocli. */
    public DeadCommand() {}
}
