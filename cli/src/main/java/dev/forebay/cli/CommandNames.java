package dev.forebay.cli;

import java.util.Iterator;

/** Names of the commands, for completion. */
final class CommandNames implements Iterable<String> {
    /** For picocli. */
    CommandNames() {}

    @Override
    public Iterator<String> iterator() {
        return Commands.names().iterator();
    }
}
