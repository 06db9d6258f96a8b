package dev.forebay.cli.context;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.ExitCode;
import dev.forebay.cli.ServerAddress;
import dev.forebay.cli.api.Api;
import dev.forebay.cli.api.Credentials;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.TypeConversionException;

/**
 * The server that a command talks to, and who asks. What the command line says outranks the
 * environment, and that the context in use; credentials of a context go to its own server alone.
 */
public record Target(URI server, Credentials who) {
    private static final URI DEFAULT = URI.create("http://127.0.0.1:9324");

    /**
     * What a command line says; empty texts where it says nothing.
     *
     * @param server an address
     * @param context name of a context
     * @param token a bearer token
     * @param user name of a user
     * @param passwordFile holds his password
     */
    public record Said(
            String server, String context, String token, String user, String passwordFile) {
        private boolean names() {
            return !token.isEmpty() || !user.isEmpty();
        }

        private static Said by(Map<String, String> environment) {
            return new Said(
                    environment.getOrDefault("FOREBAY_SERVER", ""),
                    environment.getOrDefault("FOREBAY_CONTEXT", ""),
                    environment.getOrDefault("FOREBAY_TOKEN", ""),
                    environment.getOrDefault("FOREBAY_USER", ""),
                    environment.getOrDefault("FOREBAY_PASSWORD_FILE", ""));
        }
    }

    /**
     * Chooses.
     *
     * @throws CommandFailed when what is named is not there or cannot be used
     */
    public static Target choose(Said line, Map<String, String> environment, Contexts contexts)
            throws CommandFailed {
        Said variables = Said.by(environment);
        Optional<Context> context = context(line, variables, contexts);
        boolean silent = line.server().isEmpty() && line.context().isEmpty();
        URI server =
                named(silent ? variables.server() : line.server())
                        .or(() -> context.map(Context::server))
                        .orElse(DEFAULT);
        return new Target(server, who(line, variables, context, server));
    }

    private static Optional<URI> named(String server) throws CommandFailed {
        if (server.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(ServerAddress.read(server));
        } catch (TypeConversionException malformed) {
            throw new CommandFailed(ExitCode.USAGE, "the server is " + malformed.getMessage());
        }
    }

    private static Optional<Context> context(Said line, Said variables, Contexts contexts)
            throws CommandFailed {
        String name = line.context().isEmpty() ? variables.context() : line.context();
        return name.isEmpty() ? contexts.current() : Optional.of(contexts.get(name));
    }

    private static Credentials who(Said line, Said variables, Optional<Context> context, URI server)
            throws CommandFailed {
        if (line.names()) {
            return of(line, variables.passwordFile());
        }
        Optional<Context> fitting = context.filter(its -> its.server().equals(server));
        if (variables.names() && line.context().isEmpty()) {
            return of(variables, "");
        }
        return fitting.isPresent() ? fitting.get().credentials() : new Credentials.Nobody();
    }

    private static Credentials of(Said said, String otherFile) throws CommandFailed {
        if (!said.token().isEmpty()) {
            if (!Api.isToken(said.token())) {
                // Without the text itself, which is a secret all the same.
                throw new CommandFailed(
                        ExitCode.USAGE,
                        "the token has characters that no token has. Copy it anew, or make one:"
                                + " forebay users token.");
            }
            return new Credentials.Token(said.token());
        }
        String file = said.passwordFile().isEmpty() ? otherFile : said.passwordFile();
        if (file.isEmpty()) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "user \"%s\" needs a password: name a file that holds it by --password-file."
                            .formatted(said.user()));
        }
        return new Credentials.Password(said.user(), SecretFile.read(Path.of(file)));
    }
}
