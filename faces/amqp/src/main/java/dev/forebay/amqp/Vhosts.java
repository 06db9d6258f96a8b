package dev.forebay.amqp;

import dev.forebay.access.vhost.Vhost;
import dev.forebay.engine.Queues;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The virtual hosts there are, each with its exchanges and bindings, kept in one stream. The
 * default one is always there. On the lane.
 */
final class Vhosts {
    /** Virtual hosts of a server. */
    static final int MOST = 10_000;

    private final Queues queues;
    private final TopologyStore store;
    private final Map<String, Topology> hosts = new TreeMap<>();
    private final Set<String> ending = new HashSet<>();

    Vhosts(Queues queues, TopologyJournal journal) {
        this.queues = queues;
        this.store = new TopologyStore(journal, this::durable);
        add(VirtualHost.DEFAULT);
    }

    private void add(VirtualHost host) {
        hosts.put(host.name(), new Topology(host, queues, store));
    }

    /** Reads what is kept; to be called once, before anything else. */
    void load(Reply<Long> reply) {
        store.load(this::recall, reply);
    }

    private void recall(TopologyRecord record) {
        switch (record) {
            case TopologyRecord.PutVhost put -> put(put.host());
            case TopologyRecord.RemoveVhost remove -> hosts.remove(remove.vhost().name());
            case TopologyRecord.Within within -> {
                Topology topology = hosts.get(within.vhost().name());
                if (topology != null) {
                    topology.recall(within.change());
                }
            }
        }
    }

    private void put(VirtualHost host) {
        Topology there = hosts.get(host.name());
        if (there == null) {
            add(host);
        } else {
            there.become(host);
        }
    }

    /** What a virtual host would be that is not there, to look at: nobody finds it. */
    Topology blank(Vhost vhost) {
        return new Topology(VirtualHost.plain(vhost), queues, store);
    }

    /** The virtual host of that name, or null. */
    @Nullable Topology find(String name) {
        return ending.contains(name) ? null : hosts.get(name);
    }

    /** The virtual host that a queue of the engine belongs to, or null when there is none such. */
    @Nullable Topology of(String queue) {
        return hosts.get(Vhost.of(queue).name());
    }

    /** Sorted by name. */
    List<Topology> all() {
        return List.copyOf(hosts.values());
    }

    /** Makes a virtual host, or gives the one there is another description and other tags. */
    void put(VirtualHost host, Reply<Long> reply) {
        Topology there = hosts.get(host.name());
        if (ending.contains(host.name())) {
            reply.refused(
                    new Refusal.InvalidSetting("vhost", host.name(), "one that is not deleted"));
        } else if (there == null && hosts.size() >= MOST) {
            reply.refused(new Refusal.InvalidSetting("vhosts", host.name(), "at most " + MOST));
        } else if (there != null && there.host().equals(host)) {
            store.whenKept(reply);
        } else {
            put(host);
            store.keep(new TopologyRecord.PutVhost(host), () -> undo(host, there), reply);
        }
    }

    private void undo(VirtualHost host, @Nullable Topology before) {
        if (before == null) {
            hosts.remove(host.name());
        }
    }

    /** Nobody finds it any more, while what is in it is removed. */
    void ending(Vhost vhost) {
        ending.add(vhost.name());
    }

    /** It stays after all. */
    void staying(Vhost vhost) {
        ending.remove(vhost.name());
    }

    /** Removes a virtual host whose queues are gone. */
    void remove(Vhost vhost, Reply<Long> reply) {
        store.keep(
                new TopologyRecord.RemoveVhost(vhost),
                () -> staying(vhost),
                new Reply<>() {
                    @Override
                    public void ok(Long offset) {
                        hosts.remove(vhost.name());
                        ending.remove(vhost.name());
                        reply.ok(offset);
                    }

                    @Override
                    public void refused(Refusal refusal) {
                        reply.refused(refusal);
                    }
                });
    }

    /** All that is durable now, for the store to begin anew with. */
    private List<TopologyRecord> durable() {
        List<TopologyRecord> all = new ArrayList<>();
        for (Topology topology : hosts.values()) {
            if (!topology.host().equals(VirtualHost.DEFAULT)) {
                all.add(new TopologyRecord.PutVhost(topology.host()));
            }
            for (TopologyChange change : topology.durable()) {
                all.add(new TopologyRecord.Within(topology.vhost(), change));
            }
        }
        return all;
    }
}
