package dev.forebay.cli.context;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.ExitCode;
import dev.forebay.cli.Nearest;
import dev.forebay.cli.api.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The contexts of one user, in a file that nobody else can read, since it holds tokens. */
public final class Contexts {
    private static final FileAttribute<?> OWN_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<?> OWN_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private final Path file;
    private final Map<String, Context> all = new TreeMap<>();
    private String current = "";

    private Contexts(Path file) {
        this.file = file;
    }

    /** Those in the user's config folder: {@code $XDG_CONFIG_HOME/forebay} or the like. */
    public static Contexts ofUser() throws CommandFailed {
        String config = System.getenv().getOrDefault("XDG_CONFIG_HOME", "");
        Path folder =
                config.isEmpty()
                        ? Path.of(System.getProperty("user.home"), ".config")
                        : Path.of(config);
        return in(folder.resolve("forebay").resolve("contexts.json"));
    }

    /** Those in a file; none when there is no such file. */
    static Contexts in(Path file) throws CommandFailed {
        Contexts contexts = new Contexts(file);
        if (Files.exists(file)) {
            contexts.read();
        }
        return contexts;
    }

    private void read() throws CommandFailed {
        try {
            JsonNode kept = Json.MAPPER.readTree(Files.readAllBytes(file));
            kept.path("contexts")
                    .propertyStream()
                    .forEach(each -> all.put(each.getKey(), of(each.getKey(), each.getValue())));
            current = kept.path("current").asString("");
        } catch (IOException | JacksonException | IllegalArgumentException unreadable) {
            throw new CommandFailed(
                    ExitCode.USAGE, "cannot read the contexts in " + file + ". Mend or remove it.");
        }
    }

    private static Context of(String name, JsonNode kept) {
        return new Context(
                name,
                URI.create(kept.path("server").asString("")),
                kept.path("token").asString(""),
                kept.path("user").asString(""),
                kept.path("passwordFile").asString(""));
    }

    /** The one in use, if any. */
    public Optional<Context> current() {
        return Optional.ofNullable(all.get(current));
    }

    /**
     * One by its name.
     *
     * @throws CommandFailed when there is none of that name
     */
    public Context get(String name) throws CommandFailed {
        Context found = all.get(name);
        if (found == null) {
            throw new CommandFailed(
                    ExitCode.NOT_FOUND,
                    "there is no context \"%s\".%s"
                            .formatted(
                                    name,
                                    Nearest.to(name, all.keySet())
                                            .map(" Did you mean \"%s\"?"::formatted)
                                            .orElse(" See forebay context ls.")));
        }
        return found;
    }

    /** All of them, by name. */
    public Iterable<Context> all() {
        return all.values();
    }

    void add(Context context) {
        all.put(context.name(), context);
        if (all.size() == 1) {
            current = context.name();
        }
    }

    void use(Context context) {
        current = context.name();
    }

    void remove(Context context) {
        all.remove(context.name());
    }

    /** Writes them, in one step: a file half written would lock its user out. */
    void save() throws CommandFailed {
        ObjectNode kept = Json.MAPPER.createObjectNode();
        kept.put("current", current);
        ObjectNode contexts = kept.putObject("contexts");
        all.values().forEach(context -> write(contexts.putObject(context.name()), context));
        try {
            Path folder = file.toAbsolutePath().getParent();
            Files.createDirectories(folder, OWN_FOLDER);
            Path fresh = Files.createTempFile(folder, "contexts", ".new", OWN_FILE);
            Files.write(
                    fresh, Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(kept));
            Files.move(
                    fresh,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            throw new CommandFailed(
                    ExitCode.FAILED, "cannot write " + file + ". Is there room, and is it yours?");
        }
    }

    private static void write(ObjectNode to, Context context) {
        to.put("server", context.server().toString());
        Map.of(
                        "token", context.token(),
                        "user", context.user(),
                        "passwordFile", context.passwordFile())
                .forEach((name, value) -> {
                    if (!value.isEmpty()) {
                        to.put(name, value);
                    }
                });
    }
}
