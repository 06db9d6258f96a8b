package dev.forebay.server.process;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Objects;

/** Why a folder cannot be used, as a sentence without the names of Java's classes. */
final class FolderTrouble {
    private FolderTrouble() {}

    static String sentence(Path folder, IOException why) {
        return "cannot use the data folder "
                + folder
                + ": "
                + reason(why)
                + ". Name another by --data, or make this one usable.";
    }

    private static String reason(IOException why) {
        return switch (why) {
            case AccessDeniedException denied -> "no permission for " + denied.getFile();
            case FileAlreadyExistsException file -> file.getFile() + " is no folder";
            case NotDirectoryException file -> file.getFile() + " is no folder";
            case NoSuchFileException missing -> missing.getFile() + " cannot be made";
            case FileSystemException other ->
                    other.getFile()
                            + ": "
                            + Objects.requireNonNullElse(other.getReason(), "unusable");
            default -> Objects.requireNonNullElse(why.getMessage(), why.toString());
        };
    }
}
