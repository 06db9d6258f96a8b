package dev.forebay.cli.definitions;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.ExitCode;
import dev.forebay.cli.api.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** What somebody wrote down to be imported. */
final class DefinitionsFile {
    private static final String STDIN = "-";

    private DefinitionsFile() {}

    /**
     * What is in it.
     *
     * @param file {@code -} is stdin
     * @throws CommandFailed when it holds no definitions
     */
    static JsonNode read(Path file) throws CommandFailed {
        boolean stdin = file.toString().equals(STDIN);
        String name = stdin ? "stdin" : file.toString();
        JsonNode definitions;
        try {
            definitions =
                    Json.MAPPER.readTree(
                            stdin ? System.in.readAllBytes() : Files.readAllBytes(file));
        } catch (IOException unreadable) {
            throw new CommandFailed(
                    ExitCode.FAILED,
                    "cannot read " + name + ": name a file that is there and may be read.");
        } catch (JacksonException malformed) {
            throw new CommandFailed(
                    ExitCode.FAILED,
                    name
                            + " is not JSON. forebay export and rabbitmqctl export_definitions write it.");
        }
        if (!definitions.isObject()) {
            throw new CommandFailed(
                    ExitCode.FAILED,
                    name
                            + " has no definitions in it. forebay export and rabbitmqctl"
                            + " export_definitions write such files.");
        }
        return definitions;
    }
}
