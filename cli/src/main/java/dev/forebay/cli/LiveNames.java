package dev.forebay.cli;

import dev.forebay.cli.api.Api;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Names of things that a server has at the moment, for completion. */
public abstract class LiveNames implements Iterable<String> {
    private final String member;
    private OnServer server = new OnServer();

    /**
     * Of things that the API lists.
     *
     * @param member of a thing that names it
     */
    protected LiveNames(String member) {
        this.member = member;
    }

    /** Asks that server in place of the one in use. */
    void at(OnServer other) {
        server = other;
    }

    /** Shows all things. */
    protected abstract void each(Api api, Api.Visitor visitor)
            throws IOException, InterruptedException;

    @Override
    public final Iterator<String> iterator() {
        List<String> names = new ArrayList<>();
        try {
            return server.ask(api -> {
                each(api, thing -> names.add(name(thing)));
                return names.iterator();
            });
        } catch (CommandFailed nobodyKnows) {
            return List.<String>of().iterator(); // who presses tab wants no message in between
        }
    }

    private String name(JsonNode thing) {
        return thing.path(member).asString("");
    }
}
