package dev.forebay.cli;

import java.net.URI;
import java.net.URISyntaxException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the address of a server off the command line. */
public final class ServerAddress implements ITypeConverter<URI> {
    /** For picocli. */
    public ServerAddress() {}

    @Override
    public URI convert(String text) {
        try {
            URI given = new URI(text);
            if (("http".equals(given.getScheme()) || "https".equals(given.getScheme()))
                    && given.getHost() != null) {
                return given;
            }
        } catch (URISyntaxException malformed) {
            // told below, with the form that is accepted
        }
        throw new TypeConversionException(
                "\"" + text + "\"; accepted is http://HOST:PORT or https://HOST:PORT.");
    }
}
