package dev.forebay.amqp;

import dev.forebay.access.Access;
import dev.forebay.access.Operation;
import dev.forebay.access.Principal;
import dev.forebay.access.vhost.Vhost;
import dev.forebay.amqp.codec.AmqpFailure;
import dev.forebay.amqp.codec.AmqpFault;
import dev.forebay.amqp.codec.ReplyCode;
import dev.forebay.amqp.policy.InForce;
import dev.forebay.amqp.policy.Policy;
import dev.forebay.amqp.policy.RuntimeParameter;
import dev.forebay.amqp.policy.RuntimeParameters;
import dev.forebay.amqp.routing.Binding;
import dev.forebay.amqp.routing.Destination;
import dev.forebay.amqp.routing.Exchange;
import dev.forebay.amqp.routing.ExchangeType;
import dev.forebay.amqp.traffic.Deed;
import dev.forebay.amqp.traffic.Tally;
import dev.forebay.engine.Caller;
import dev.forebay.engine.EngineClock;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueKind;
import dev.forebay.engine.QueueStats;
import dev.forebay.engine.Queues;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the AMQP face has, and what can be changed of it other than over AMQP; the same rights and
 * rules hold. Faults are told as AMQP tells them. On the lane.
 */
public final class Administration {
    private final Broker broker;
    private final VhostRemoval vhostRemoval;
    private final Connections connections;

    Administration(Broker broker, VhostRemoval vhostRemoval, Connections connections) {
        this.broker = broker;
        this.vhostRemoval = vhostRemoval;
        this.connections = connections;
    }

    public Queues queues() {
        return broker.queues();
    }

    public Access access() {
        return broker.access();
    }

    public EngineClock clock() {
        return broker.clock();
    }

    /** The virtual hosts there are, sorted by name. */
    public List<VirtualHost> hosts() {
        return broker.vhosts().all().stream().map(Topology::host).toList();
    }

    public Optional<VirtualHost> host(String vhost) {
        return Optional.ofNullable(broker.vhosts().find(vhost)).map(Topology::host);
    }

    /** Makes a virtual host, or gives the one there is another description and other tags. */
    public void putHost(Caller by, VirtualHost host, Reply<Long> reply) {
        broker.vhosts().put(host, noted(by, "put virtual host", host.name(), reply));
    }

    /**
     * Deletes a virtual host with all that is in it, and ends its connections. The default one
     * stays.
     */
    public void deleteHost(Caller by, Vhost vhost, Reply<Long> reply) {
        vhostRemoval.delete(by, vhost, noted(by, "delete virtual host", vhost.name(), reply));
    }

    /** A reply that the audit log hears too. */
    private Reply<Long> noted(Caller by, String deed, String target, Reply<Long> reply) {
        return broker.access().noting().of(by, deed, target, reply);
    }

    /**
     * What is in a virtual host.
     *
     * @throws AmqpFailure 530 when there is none such
     */
    Topology topology(String vhost) {
        Topology topology = broker.vhosts().find(vhost);
        if (topology == null) {
            throw new AmqpFailure(ReplyCode.NOT_ALLOWED, "vhost " + vhost + " not found");
        }
        return topology;
    }

    /** Whether somebody may do something with a queue, or an exchange as if it were one. */
    public boolean allows(Principal principal, Operation operation, String vhost, String name) {
        return access().authorizer()
                .authorize(principal, operation, new Vhost(vhost).qualified(name))
                .allowed();
    }

    /** Whether somebody may do what is about no queue in particular. */
    public boolean allows(Principal principal, Operation operation) {
        return access().authorizer().authorize(principal, operation).allowed();
    }

    /** Whether somebody may use anything of a virtual host. */
    public boolean mayEnter(Principal principal, Vhost vhost) {
        return access().open() || access().authorizer().mayEnter(principal, vhost);
    }

    /** The name of a queue within its virtual host. */
    public static String local(QueueInfo queue) {
        return Vhost.of(queue.name()).local(queue.name());
    }

    /** All exchanges of a virtual host, the default one first. */
    public List<Exchange> exchanges(String vhost) {
        List<Exchange> all = new ArrayList<>();
        all.add(defaultExchange(vhost));
        all.addAll(topology(vhost).exchanges());
        return all;
    }

    private static Exchange defaultExchange(String vhost) {
        return new Exchange("", vhost, ExchangeType.DIRECT, true, false, false, Map.of());
    }

    /** An exchange; the default one has no name. */
    public Optional<Exchange> exchange(String vhost, String name) {
        Topology topology = topology(vhost);
        return name.isEmpty()
                ? Optional.of(defaultExchange(vhost))
                : Optional.ofNullable(topology.exchange(name));
    }

    /** All queues of a virtual host, sorted by name. */
    public List<QueueInfo> queues(String vhost) {
        Vhost host = topology(vhost).vhost();
        return queues().all().stream().filter(queue -> host.holds(queue.name())).toList();
    }

    public Optional<QueueInfo> queue(String vhost, String name) {
        return topology(vhost).queue(name);
    }

    /**
     * The bindings that begin at an exchange; those of the default one are what queues there are.
     */
    public List<Binding> bindingsFrom(String vhost, String exchange) {
        if (!exchange.isEmpty()) {
            return topology(vhost).bindingsFrom(exchange);
        }
        return queues(vhost).stream().map(Administration::byName).toList();
    }

    /** The bindings that lead to a queue or exchange; to a queue also the one by its name. */
    public List<Binding> bindingsTo(String vhost, Destination destination) {
        List<Binding> all = new ArrayList<>();
        if (destination.kind() == Destination.Kind.QUEUE) {
            queue(vhost, destination.name()).ifPresent(queue -> all.add(byName(queue)));
        }
        all.addAll(topology(vhost).bindingsTo(destination));
        return all;
    }

    private static Binding byName(QueueInfo queue) {
        return new Binding("", Destination.queue(local(queue)), local(queue), Map.of());
    }

    /** The policies that hold for a queue. */
    public InForce policies(QueueInfo queue) {
        return broker.policies().of(queue);
    }

    /** The policies that hold for an exchange. */
    public InForce policies(Exchange exchange) {
        return topology(exchange.vhost()).parameters().forExchange(exchange.name());
    }

    /** Runtime parameters of all virtual hosts, and the global ones. */
    public List<RuntimeParameter> parameters() {
        return broker.vhosts().all().stream()
                .flatMap(topology -> topology.parameters().all().stream())
                .toList();
    }

    /** The parameter of that key, or null. */
    public @Nullable RuntimeParameter parameter(RuntimeParameter.Key key) {
        Topology topology = broker.vhosts().find(place(key));
        return topology == null ? null : topology.parameters().find(key);
    }

    /** Global parameters stand with the default virtual host, which is always there. */
    private static String place(RuntimeParameter.Key key) {
        return key.component().isEmpty() ? Vhost.DEFAULT.name() : key.vhost();
    }

    /**
     * Policies of one kind, by virtual host and name.
     *
     * @param component {@link RuntimeParameter#POLICY} or {@link RuntimeParameter#OPERATOR_POLICY}
     */
    public List<Policy> policies(String component) {
        return broker.vhosts().all().stream()
                .flatMap(topology -> topology.parameters().policies(component).stream())
                .toList();
    }

    /** What publishers of a virtual host were told, and what they were not. */
    public Tally traffic(String vhost) {
        return topology(vhost).traffic().tally();
    }

    /** What was published through an exchange, and where it went. */
    public Tally traffic(Exchange exchange) {
        return topology(exchange.vhost()).traffic(exchange.name()).tally();
    }

    /**
     * What was done with a queue's messages. The engine knows of all faces, and since the queue was
     * made; a stream is read in place, of which only the reader knows.
     */
    public Tally traffic(QueueInfo queue, QueueStats stats) {
        Tally here = broker.traffic().of(queue.id()).tally();
        Tally told = here.with(Deed.PUBLISH, stats.sent()).with(Deed.ACK, stats.acked());
        return queue.settings().kind() == QueueKind.STREAM
                ? told
                : told.with(Deed.DELIVER_GET, stats.leasesGiven());
    }

    /** How many consumers of this face a queue has. */
    public int consumers(QueueInfo queue) {
        return broker.uses().of(queue.id()).consumers().size();
    }

    /** The name of the connection that alone may use a queue. */
    public Optional<String> owner(QueueInfo queue) {
        return Optional.ofNullable(broker.uses().owner(queue.id()))
                .flatMap(AmqpConnection::view)
                .map(ConnectionView::name);
    }

    /** How many connections are open, those that still shake hands included. */
    public int connectionCount() {
        return connections.count();
    }

    /** All connections that are open. */
    public List<ConnectionView> connections() {
        return connections.all().stream().flatMap(open -> open.view().stream()).toList();
    }

    /**
     * Ends connections, and tells the clients why.
     *
     * @return how many they were
     */
    public int close(Predicate<ConnectionView> which, String reason) {
        return end(open -> open.view().filter(which).isPresent(), reason);
    }

    /**
     * Ends the connections of a consumer, if it is one of this face, and tells it why.
     *
     * @return how many they were
     */
    public int close(Caller consumer, String reason) {
        return end(open -> open.caller().equals(consumer), reason);
    }

    private int end(Predicate<AmqpConnection> which, String reason) {
        List<AmqpConnection> ending = connections.all().stream().filter(which).toList();
        ending.forEach(open -> open.fail(AmqpFault.of(ReplyCode.CONNECTION_FORCED, reason)));
        return ending.size();
    }

    /** Whether a queue is one that a definitions file tells of. */
    public boolean isExported(QueueInfo queue) {
        return DeclaredQueue.isDeclared(queue) && !DeclaredQueue.of(queue).exclusive();
    }

    /** Makes and removes queues, exchanges and bindings for somebody. */
    public TopologyEdits edits(Principal by) {
        return new TopologyEdits(this, broker, by);
    }

    /** Publishes and gets single messages for somebody. */
    public SingleMessages messages(Principal by) {
        return new SingleMessages(this, broker, by);
    }

    /**
     * Keeps a runtime parameter, and has everything follow it if it is a policy.
     *
     * @throws dev.forebay.amqp.policy.PolicyRefused when it is no policy that can be
     */
    public void put(Principal by, RuntimeParameter parameter, Reply<Long> reply) {
        Topology topology = topology(place(parameter.key()));
        topology.parameters().check(parameter);
        RuntimeParameter.Key key = parameter.key();
        Reply<Long> noted = noted(by.caller(), "set " + kind(key), target(key), reply);
        topology.put(parameter, then(noted, kept -> follow(by, key, kept, noted)));
    }

    /** Removes a runtime parameter. */
    public void remove(Principal by, RuntimeParameter.Key key, Reply<Long> reply) {
        Reply<Long> noted = noted(by.caller(), "remove " + kind(key), target(key), reply);
        topology(place(key)).remove(key, then(noted, kept -> follow(by, key, kept, noted)));
    }

    private static String kind(RuntimeParameter.Key key) {
        return RuntimeParameters.isPolicy(key.component())
                ? key.component().replace('_', ' ')
                : "parameter";
    }

    private static String target(RuntimeParameter.Key key) {
        return key.vhost().isEmpty() ? key.name() : key.name() + " in " + key.vhost();
    }

    private void follow(Principal by, RuntimeParameter.Key key, long kept, Reply<Long> reply) {
        if (RuntimeParameters.isPolicy(key.component())) {
            broker.policies().refresh(by.caller(), reply);
        } else {
            reply.ok(kept);
        }
    }

    Gate gate(Principal by, Topology topology) {
        return new Gate(access().authorizer(), by, topology.vhost());
    }

    /** A reply whose refusal is the end, and whose value goes on. */
    static <T> Reply<T> then(Reply<?> end, Consumer<T> next) {
        return new Reply<>() {
            @Override
            public void ok(T value) {
                next.accept(value);
            }

            @Override
            public void refused(Refusal refusal) {
                end.refused(refusal);
            }
        };
    }
}
