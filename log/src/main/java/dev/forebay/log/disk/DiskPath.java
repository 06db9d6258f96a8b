package dev.forebay.log.disk;

import java.util.regex.Pattern;

/**
 * The form of path that every {@link Disk} accepts: names joined by {@code /}, empty for the root.
 * The log makes all names itself, so anything else is a defect and must not reach a file system.
 */
public final class DiskPath {
    private static final Pattern FORM =
            Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*");

    private DiskPath() {}

    /**
     * Returns the path as it is.
     *
     * @throws IllegalArgumentException when a name is empty, begins with a dot or has other
     *     characters than letters, digits, dot, dash and underscore
     */
    public static String checked(String path) {
        if (!path.isEmpty() && !FORM.matcher(path).matches()) {
            throw new IllegalArgumentException("not a path of the data folder: " + path);
        }
        return path;
    }

    /** The folder that holds the entry; empty for the root. */
    public static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    /** The entry's own name. */
    public static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
