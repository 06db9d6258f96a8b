package dev.forebay.cli.context;

import dev.forebay.cli.CommandFailed;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Names of the contexts that there are, for completion. */
public final class ContextNames implements Iterable<String> {
    /** For picocli. */
    public ContextNames() {}

    @Override
    public Iterator<String> iterator() {
        List<String> names = new ArrayList<>();
        try {
            Contexts.ofUser().all().forEach(context -> names.add(context.name()));
        } catch (CommandFailed unreadable) {
            return List.<String>of().iterator(); // who presses tab wants no message in between
        }
        return names.iterator();
    }
}
