package dev.forebay.cli;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Names of things that a server has at the moment, for completion. */
public abstract class LiveNames implements Iterable<String> {
    private final String path;
    private final String member;
    private OnServer server = new OnServer();

    /**
     * Of a list of the API.
     *
     * @param path of the list
     * @param member that holds the things in each page
     */
    protected LiveNames(String path, String member) {
        this.path = path;
        this.member = member;
    }

    /** Asks that server in place of the one in use. */
    void at(OnServer other) {
        server = other;
    }

    @Override
    public final Iterator<String> iterator() {
        List<String> names = new ArrayList<>();
        try {
            return server.ask(api -> {
                api.each(path, member, thing -> names.add(thing.path("name").asString("")));
                return names.iterator();
            });
        } catch (CommandFailed nobodyKnows) {
            return List.<String>of().iterator(); // who presses tab wants no message in between
        }
    }
}
