package dev.forebay.server.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Picks out of the process environment what is meant for the settings. */
final class Environment {
    /** For the launcher, which has read it already. */
    private static final Set<String> OF_THE_LAUNCHER = Set.of("FOREBAY_JAVA_OPTS");

    /** For the command line, which may be used beside a server. */
    private static final Set<String> OF_THE_CLIENT =
            Set.of(
                    "FOREBAY_SERVER",
                    "FOREBAY_TOKEN",
                    "FOREBAY_USER",
                    "FOREBAY_PASSWORD_FILE",
                    "FOREBAY_CONTEXT");

    /**
     * What Kubernetes and Docker links put into every container beside a service called "forebay".
     * They are nobody's wish.
     */
    private static final Pattern OF_SERVICE_LINKS =
            Pattern.compile(
                    "FOREBAY_(SERVICE_HOST|SERVICE_PORT(_.*)?"
                            + "|PORT(_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?|NAME|ENV_.*)");

    private Environment() {}

    static List<Given> read(Map<String, String> variables) {
        List<Given> given = new ArrayList<>();
        new TreeMap<>(variables)
                .forEach((name, value) -> {
                    if (name.startsWith(Setting.ENVIRONMENT_PREFIX)
                            && !OF_THE_LAUNCHER.contains(name)
                            && !OF_THE_CLIENT.contains(name)
                            && !OF_SERVICE_LINKS.matcher(name).matches()) {
                        given.add(new Given(name, value, name));
                    }
                });
        return given;
    }
}
