package dev.forebay.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;
import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the address of a server off the command line. */
public final class ServerAddress implements ITypeConverter<URI> {
    private static final Set<String> SCHEMES = Set.of("http", "https");
    private static final int LAST_PORT = 65_535;

    /** For picocli. */
    public ServerAddress() {}

    @Override
    public URI convert(String text) {
        return read(text);
    }

    /**
     * The address that a text stands for.
     *
     * @throws TypeConversionException when it is none
     */
    public static URI read(String text) {
        try {
            URI given = new URI(text);
            if (SCHEMES.contains(Objects.requireNonNullElse(given.getScheme(), ""))
                    && given.getHost() != null
                    && given.getPort() <= LAST_PORT
                    && text.matches("[^:]+://[^/?#@]+/?")) {
                return new URI(given.getScheme() + "://" + given.getAuthority());
            }
        } catch (URISyntaxException malformed) {
            // told below, with the form that is accepted
        }
        throw new TypeConversionException(
                "\"" + text + "\"; accepted is http://HOST:PORT or https://HOST:PORT.");
    }
}
