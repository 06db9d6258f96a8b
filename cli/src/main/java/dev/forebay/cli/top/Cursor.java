package dev.forebay.cli.top;

import java.util.List;

/** The queue that is chosen on the screen; it stays the same one when the order changes. */
final class Cursor {
    private String name = "";

    /** Its place among those that are shown, the first one where it is not among them. */
    int place(List<String> shown) {
        return Math.max(0, shown.indexOf(name));
    }

    /** Goes up or down. */
    void move(List<String> shown, int by) {
        if (!shown.isEmpty()) {
            name = shown.get(Math.clamp(place(shown) + (long) by, 0, shown.size() - 1));
        }
    }
}
