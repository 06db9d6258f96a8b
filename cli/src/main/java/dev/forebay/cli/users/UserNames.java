package dev.forebay.cli.users;

import dev.forebay.cli.LiveNames;

/** Names of the users that the server in use has, for completion. */
final class UserNames extends LiveNames {
    /** For picocli. */
    UserNames() {
        super("/v1/users", "users");
    }
}
