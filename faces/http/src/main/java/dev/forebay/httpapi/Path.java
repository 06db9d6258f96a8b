package dev.forebay.httpapi;

import dev.forebay.httpapi.codec.ApiFailure;
import dev.forebay.httpapi.codec.ProblemType;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.ArrayList;
import java.util.List;

/** The path of a request in segments, and how they are matched. */
final class Path {
    private static final int MOST = 8;

    private Path() {}

    /** Decoded segments, the leading {@code v1} included. */
    static List<String> segments(String path) {
        List<String> segments = new ArrayList<>(MOST);
        int from = 1;
        while (from <= path.length() && segments.size() <= MOST) {
            int slash = path.indexOf('/', from);
            int end = slash < 0 ? path.length() : slash;
            segments.add(decoded(path.substring(from, end)));
            from = end + 1;
        }
        return segments;
    }

    /** True when the segments are those of a template, in which {@code {name}} stands for any. */
    static boolean matches(List<String> template, List<String> segments) {
        if (template.size() != segments.size()) {
            return false;
        }
        // The last segments differ most often.
        for (int i = template.size() - 1; i > 0; i--) {
            String part = template.get(i);
            boolean any = part.startsWith("{");
            if (any ? segments.get(i).isEmpty() : !part.equals(segments.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static String decoded(String segment) {
        if (segment.indexOf('%') < 0) {
            return segment;
        }
        try {
            // Plus is a plus in a path.
            return QueryStringDecoder.decodeComponent(segment.replace("+", "%2B"));
        } catch (IllegalArgumentException broken) {
            throw new ApiFailure(
                    ProblemType.INVALID_PATH, "A percent sign in the path begins no escape.");
        }
    }
}
