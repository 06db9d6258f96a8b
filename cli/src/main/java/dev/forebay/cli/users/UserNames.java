package dev.forebay.cli.users;

import dev.forebay.cli.LiveNames;
import dev.forebay.cli.api.Api;
import java.io.IOException;

/** Names of the users that the server in use has, for completion. */
final class UserNames extends LiveNames {
    /** For picocli. */
    UserNames() {
        super("name");
    }

    @Override
    protected void each(Api api, Api.Visitor visitor) throws IOException, InterruptedException {
        api.each("/v1/users", "users", visitor);
    }
}
