package dev.forebay.cli.message;

import java.util.Iterator;
import java.util.List;

/** The states that a message can be in, for completion. */
final class StateNames implements Iterable<String> {
    private static final List<String> ALL =
            List.of(
                    "ready",
                    "delayed",
                    "leased",
                    "acked",
                    "dead-lettered",
                    "expired",
                    "dropped",
                    "purged",
                    "moved",
                    "scheduled");

    /** For picocli. */
    StateNames() {}

    @Override
    public Iterator<String> iterator() {
        return ALL.iterator();
    }
}
