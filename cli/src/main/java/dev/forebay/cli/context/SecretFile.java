package dev.forebay.cli.context;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that holds one secret, so that it stands neither in a list of processes nor in a shell's
 * history.
 */
public final class SecretFile {
    private SecretFile() {}

    /**
     * The secret, without the line's end that editors leave.
     *
     * @throws CommandFailed when it cannot be read or holds nothing
     */
    public static String read(Path file) throws CommandFailed {
        String secret;
        try {
            secret = Files.readString(file).strip();
        } catch (IOException unreadable) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "cannot read the secret in "
                            + file
                            + ": name a file that is there and may be read.");
        }
        if (secret.isEmpty()) {
            throw new CommandFailed(ExitCode.USAGE, file + " is empty; it should hold a secret.");
        }
        return secret;
    }
}
