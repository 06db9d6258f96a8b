package dev.forebay.log.disk;

/**
 * The form of path that every {@link Disk} accepts: names joined by {@code /}, empty for the root.
 * The log makes all names itself, so anything else is a defect and must not reach a file system.
 */
public final class DiskPath {
    private DiskPath() {}

    /**
     * Returns the path as it is.
     *
     * @throws IllegalArgumentException when a name is empty, begins with a dot or has other
     *     characters than letters, digits, dot, dash and underscore
     */
    public static String checked(String path) {
        boolean begins = true;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            boolean fits = isFirst(c) || (!begins && (c == '.' || c == '/'));
            if (!fits) {
                throw refused(path);
            }
            begins = c == '/';
        }
        if (begins && !path.isEmpty()) {
            throw refused(path);
        }
        return path;
    }

    /** Whether a name may begin with it. */
    private static boolean isFirst(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '_'
                || c == '-';
    }

    private static IllegalArgumentException refused(String path) {
        return new IllegalArgumentException("not a path of the data folder: " + path);
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
