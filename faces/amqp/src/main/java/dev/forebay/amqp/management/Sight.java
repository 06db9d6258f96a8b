package dev.forebay.amqp.management;

import dev.forebay.access.Operation;
import dev.forebay.access.Principal;
import dev.forebay.access.Scope;
import dev.forebay.amqp.Administration;
import dev.forebay.amqp.ConnectionView;
import dev.forebay.amqp.VirtualHost;
import dev.forebay.amqp.routing.Exchange;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueStats;
import java.util.List;

/** What there is, as far as somebody may see it: what lists show and totals count. On the lane. */
record Sight(Administration administration, Principal principal) {
    /** What totals are of, and who looks: each sees others, whose pace is another. */
    record Total(String of, String user, Scope scope) {}

    /** The virtual hosts that he may enter. */
    List<VirtualHost> hosts() {
        return administration.hosts().stream().filter(this::enters).toList();
    }

    boolean enters(VirtualHost host) {
        return administration.mayEnter(principal, host.vhost());
    }

    List<QueueInfo> queues(String vhost) {
        return administration.queues(vhost).stream()
                .filter(queue -> sees(vhost, Administration.local(queue)))
                .toList();
    }

    List<Exchange> exchanges(String vhost) {
        return administration.exchanges(vhost).stream()
                .filter(exchange -> seesExchange(vhost, exchange.name()))
                .toList();
    }

    /**
     * Whether he sees an exchange. The default one is everybody's who may enter its virtual host.
     *
     * @param name empty for the default one
     */
    boolean seesExchange(String vhost, String name) {
        return name.isEmpty()
                ? administration.host(vhost).filter(this::enters).isPresent()
                : sees(vhost, name);
    }

    /** What a queue holds and what was done with its messages, over whatever face. */
    Rates.Counts counts(QueueInfo queue, QueueStats stats) {
        return new Rates.Counts(
                stats.ready(),
                stats.leased(),
                stats.delayed(),
                administration.traffic(queue, stats));
    }

    boolean sees(String vhost, String name) {
        return administration.allows(principal, Operation.SEE_QUEUE, vhost, name);
    }

    /** All connections, or his own where clients are not for him to see. */
    List<ConnectionView> connections() {
        boolean all = administration.allows(principal, Operation.SEE_SERVER);
        return administration.connections().stream()
                .filter(one -> all || one.user().equals(principal.name()))
                .toList();
    }

    Total total(String of) {
        return new Total(of, principal.name(), principal.scope());
    }
}
