package dev.forebay.server.process;

import java.util.Optional;

/** The version that the build wrote into the jar. */
public final class Version {
    public static final String TEXT =
            Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                    .orElse("(not built)");

    private Version() {}
}
