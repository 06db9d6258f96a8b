package dev.forebay.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: the build's version from its jar, and the Java that runs it. */
final class Version implements IVersionProvider {
    private static final String NO_JAR = "(unpackaged)";

    /** For picocli. */
    Version() {}

    @Override
    public String[] getVersion() {
        String own =
                Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                        .orElse(NO_JAR);
        return new String[] {"forebay " + own + " (Java " + Runtime.version() + ")"};
    }
}
