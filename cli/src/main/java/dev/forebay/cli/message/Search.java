package dev.forebay.cli.message;

import dev.forebay.cli.api.Api;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * Goes through messages page by page, some of which may be empty though more follow; one list after
 * the other where there are several.
 */
public final class Search {
    private static final int PAGE = 1_000;

    private final Api api;
    private final List<String> paths;

    /**
     * Of what there is at addresses.
     *
     * @param paths with parameters, without limit and cursor
     */
    public Search(Api api, List<String> paths) {
        this.api = api;
        this.paths = paths.stream().map(path -> path + (path.contains("?") ? "&" : "?")).toList();
    }

    /**
     * Shows the first of them.
     *
     * @param most how many; 0 for all
     * @return whether there are more
     */
    public boolean first(long most, Consumer<JsonNode> taker)
            throws IOException, InterruptedException {
        long left = most == 0 ? Long.MAX_VALUE : most;
        for (String path : paths) {
            String cursor = "";
            do {
                JsonNode page = api.get(path + "limit=" + Math.clamp(left, 1, PAGE) + cursor);
                JsonNode messages = page.path("messages");
                if (messages.size() > left) {
                    return true; // asked of the list behind one that gave enough
                }
                messages.forEach(taker);
                left -= messages.size();
                String next = page.path("cursor").asString("");
                cursor = next.isEmpty() ? "" : "&cursor=" + Api.segment(next);
            } while (!cursor.isEmpty() && left > 0);
            if (!cursor.isEmpty()) {
                return true;
            }
        }
        return false;
    }
}
