package dev.forebay.cli.message;

import dev.forebay.cli.api.Api;
import java.io.IOException;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** Goes through messages page by page, some of which may be empty though more follow. */
public final class Search {
    private static final int PAGE = 1_000;

    private final Api api;
    private final String path;

    /**
     * Of what there is at an address.
     *
     * @param path with parameters, without limit and cursor
     */
    public Search(Api api, String path) {
        this.api = api;
        this.path = path + (path.contains("?") ? "&" : "?");
    }

    /**
     * Shows the first of them.
     *
     * @param most how many; 0 for all
     * @return 1 when there are more, else 0
     */
    public long first(long most, Consumer<JsonNode> taker)
            throws IOException, InterruptedException {
        long left = most == 0 ? Long.MAX_VALUE : most;
        String cursor = "";
        do {
            JsonNode page = api.get(path + "limit=" + Math.min(left, PAGE) + cursor);
            page.path("messages").forEach(taker);
            left -= page.path("messages").size();
            String next = page.path("cursor").asString("");
            cursor = next.isEmpty() ? "" : "&cursor=" + Api.segment(next);
        } while (!cursor.isEmpty() && left > 0);
        return cursor.isEmpty() ? 0 : 1;
    }
}
