package dev.forebay.cli.sqs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What Amazon's tools keep in {@code ~/.aws}, and in their variables: keys and a region. Roles,
 * single sign-on and the like are not followed; Amazon's own tool makes variables of them.
 */
public final class AwsFiles {
    private static final String DEFAULT = "default";

    private final Map<String, String> environment;
    private final Path home;
    private final String profile;
    private final boolean named;

    /**
     * Of an environment.
     *
     * @param profile as the command line names it; empty when it names none
     */
    public AwsFiles(Map<String, String> environment, Path home, String profile) {
        this.environment = environment;
        this.home = home;
        this.named = !profile.isEmpty();
        this.profile = named ? profile : environment.getOrDefault("AWS_PROFILE", DEFAULT);
    }

    /** The key: that of a profile that is named on the command line, else that of the variables. */
    public Optional<AwsKey> key() throws IOException {
        if (!named && environment.containsKey("AWS_ACCESS_KEY_ID")) {
            return Optional.of(
                    new AwsKey(
                            variable("AWS_ACCESS_KEY_ID"),
                            variable("AWS_SECRET_ACCESS_KEY"),
                            variable("AWS_SESSION_TOKEN")));
        }
        Map<String, String> section = credentials().orElse(Map.of());
        return section.containsKey("aws_access_key_id")
                ? Optional.of(
                        new AwsKey(
                                section.get("aws_access_key_id"),
                                section.getOrDefault("aws_secret_access_key", ""),
                                section.getOrDefault("aws_session_token", "")))
                : Optional.empty();
    }

    /** The region that is set, if one is. */
    public Optional<String> region() throws IOException {
        for (String name : new String[] {"AWS_REGION", "AWS_DEFAULT_REGION"}) {
            if (!named && !variable(name).isEmpty()) {
                return Optional.of(variable(name));
            }
        }
        return configuration().map(section -> section.get("region"));
    }

    /** Whether the profile is in one of the files. */
    public boolean hasProfile() throws IOException {
        return credentials().isPresent() || configuration().isPresent();
    }

    private Optional<Map<String, String>> credentials() throws IOException {
        return section(file("AWS_SHARED_CREDENTIALS_FILE", "credentials"), profile);
    }

    private Optional<Map<String, String>> configuration() throws IOException {
        String heading = profile.equals(DEFAULT) ? DEFAULT : "profile " + profile;
        return section(file("AWS_CONFIG_FILE", "config"), heading);
    }

    /** The endpoint that is set, if one is. */
    public Optional<String> endpoint() {
        String sqs = variable("AWS_ENDPOINT_URL_SQS");
        String any = sqs.isEmpty() ? variable("AWS_ENDPOINT_URL") : sqs;
        return Optional.of(any).filter(url -> !url.isEmpty());
    }

    private String variable(String name) {
        return environment.getOrDefault(name, "");
    }

    private Path file(String variable, String name) {
        String named = variable(variable);
        return named.isEmpty() ? home.resolve(".aws").resolve(name) : Path.of(named);
    }

    private static Optional<Map<String, String>> section(Path file, String heading)
            throws IOException {
        Map<String, String> section = new HashMap<>();
        if (!Files.isReadable(file)) {
            return Optional.empty();
        }
        boolean inside = false;
        boolean found = false;
        for (String line : Files.readAllLines(file)) {
            String text = line.strip();
            if (text.startsWith("[") && text.endsWith("]")) {
                inside = text.substring(1, text.length() - 1).strip().equals(heading);
                found |= inside;
            } else if (inside && text.contains("=") && !text.startsWith("#")) {
                int at = text.indexOf('=');
                section.put(text.substring(0, at).strip(), text.substring(at + 1).strip());
            }
        }
        return found ? Optional.of(section) : Optional.empty();
    }
}
