package dev.forebay.cli.queue;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.OnServer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Names of the queues that the server in use has, for completion. */
public final class QueueNames implements Iterable<String> {
    /** For picocli. */
    public QueueNames() {}

    @Override
    public Iterator<String> iterator() {
        List<String> names = new ArrayList<>();
        try {
            return new OnServer()
                    .ask(api -> {
                        api.each(
                                "/v1/queues",
                                "queues",
                                queue -> names.add(queue.path("name").asString("")));
                        return names.iterator();
                    });
        } catch (CommandFailed nobodyKnows) {
            return List.<String>of().iterator(); // who presses tab wants no message in between
        }
    }
}
