package dev.forebay.cli.users;

import dev.forebay.cli.Subcommands;
import picocli.CommandLine.Command;

/** {@code forebay users} alone: says what can be done with users. */
@Command(
        name = "users",
        description = "See and change users, their rights and their credentials.",
        subcommands = {
            UsersLs.class,
            UsersShow.class,
            UsersAdd.class,
            UsersSet.class,
            UsersRm.class,
            UsersPassword.class,
            UsersToken.class,
            UsersKey.class,
            UsersMay.class
        })
public final class UsersCommand extends Subcommands {
    /** For picocli. */
    public UsersCommand() {}
}
