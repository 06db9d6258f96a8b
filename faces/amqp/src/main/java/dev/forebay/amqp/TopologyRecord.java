package dev.forebay.amqp;

import dev.forebay.access.vhost.Vhost;

/** What the stream of exchanges and bindings says: one step of what there is. */
sealed interface TopologyRecord {
    /** A virtual host as it is from now on. */
    record PutVhost(VirtualHost host) implements TopologyRecord {}

    /** A virtual host is gone, with all that was in it. */
    record RemoveVhost(Vhost vhost) implements TopologyRecord {}

    /** Something changed in a virtual host. */
    record Within(Vhost vhost, TopologyChange change) implements TopologyRecord {}
}
