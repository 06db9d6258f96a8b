package dev.forebay.cli.context;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.api.Credentials;
import java.net.URI;
import java.nio.file.Path;

/**
 * A server and who one is there, under a name.
 *
 * @param token empty where there is none
 * @param user empty where there is none
 * @param passwordFile holds the user's password
 */
public record Context(String name, URI server, String token, String user, String passwordFile) {
    /** Who asks there. */
    Credentials credentials() throws CommandFailed {
        if (!token.isEmpty()) {
            return new Credentials.Token(token);
        }
        return user.isEmpty()
                ? new Credentials.Nobody()
                : new Credentials.Password(user, SecretFile.read(Path.of(passwordFile)));
    }

    /** Who that is, without secrets. */
    String who() {
        return token.isEmpty() ? user : "token";
    }

    @Override
    public String toString() {
        return name + " " + server + " " + who();
    }
}
