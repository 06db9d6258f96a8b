package dev.forebay.access.sigv4;

import java.util.ArrayList;
import java.util.List;

/**
 * The path as it was signed: dots and doubled slashes resolved, each segment percent-encoded once
 * more (all services but S3). Stateless.
 */
final class CanonicalPath {
    private CanonicalPath() {}

    static void append(String path, StringBuilder out) {
        if (path.length() <= 1) {
            out.append('/');
            return;
        }
        List<String> segments = new ArrayList<>();
        for (String segment : path.split("/", -1)) {
            if (segment.equals("..")) {
                if (!segments.isEmpty()) {
                    segments.removeLast();
                }
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                segments.add(segment);
            }
        }
        for (String segment : segments) {
            out.append('/');
            UriText.encode(segment, out);
        }
        if (path.endsWith("/") || segments.isEmpty()) {
            out.append('/');
        }
    }
}
