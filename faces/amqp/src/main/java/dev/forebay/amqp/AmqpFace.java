package dev.forebay.amqp;

import dev.forebay.access.Access;
import dev.forebay.access.Principal;
import dev.forebay.amqp.codec.AmqpFault;
import dev.forebay.amqp.codec.ReplyCode;
import dev.forebay.engine.Caller;
import dev.forebay.engine.DeadLetterGuard;
import dev.forebay.engine.DeadLetterRouter;
import dev.forebay.engine.EngineClock;
import dev.forebay.engine.Lane;
import dev.forebay.engine.Queues;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * AMQP 0-9-1 on the engine: queues are the engine's, exchanges and bindings are kept here. Made,
 * then {@link #load}ed, then given sockets, whose event loop must be the engine's lane.
 */
public final class AmqpFace {
    private final Broker broker;
    private final Connections connections = new Connections();
    private final VhostRemoval vhostRemoval;

    /**
     * Touches nothing yet.
     *
     * @param journal keeps durable exchanges and bindings
     * @param guard says where dead letters may go
     * @param random makes up names; to be fit for secrets, since who knows the address of a direct
     *     reply may answer to it
     */
    public AmqpFace(
            Queues queues,
            Access access,
            EngineClock clock,
            AmqpSettings settings,
            TopologyJournal journal,
            DeadLetterGuard guard,
            RandomGenerator random) {
        Vhosts vhosts = new Vhosts(queues, journal);
        QueueUses uses = new QueueUses(queues.subscriptions());
        QueueRemoval removal = new QueueRemoval(queues, vhosts, uses);
        vhostRemoval = new VhostRemoval(queues, access, vhosts, removal, connections);
        UnusedQueues unused = new UnusedQueues(queues, clock, uses, removal);
        broker =
                new Broker(
                        queues,
                        access,
                        clock,
                        settings,
                        vhosts,
                        uses,
                        removal,
                        unused,
                        new DeadLetterExchanges(vhosts, guard, clock),
                        new Policies(queues, vhosts, unused, settings.ackTimeoutMillis()),
                        new Inflow(queues.lane(), settings),
                        new Unread(queues.lane(), settings),
                        new ReplyAddresses(random),
                        new Alarm(queues, connections),
                        new WarmQueues(),
                        new QueueTraffic(queues),
                        random);
        access.whenUserRemoved(this::endAllOf);
    }

    private void endAllOf(String user) {
        String why = "user '" + user + "' is deleted";
        connections.endAllOf(user, AmqpFault.of(ReplyCode.CONNECTION_FORCED, why));
    }

    /**
     * Reads exchanges and bindings. On the lane, once, before anything else.
     *
     * @param reply told how many records there were
     */
    public void load(Reply<Long> reply) {
        broker.vhosts()
                .load(
                        new Reply<>() {
                            @Override
                            public void ok(Long records) {
                                broker.queues().all().forEach(broker.unused()::know);
                                broker.policies().refresh(Caller.IN_PROCESS, reply);
                            }

                            @Override
                            public void refused(Refusal refusal) {
                                reply.refused(refusal);
                            }
                        });
    }

    /** What there is and what can be changed, for a management API. */
    public Administration administration() {
        return new Administration(broker, vhostRemoval, connections);
    }

    /** Knows the way of dead letters, once exchanges and bindings are {@link #load}ed. */
    public DeadLetterRouter deadLetterRouter() {
        return broker.deadLetters();
    }

    /** The engine's lane. */
    Lane lane() {
        return broker.queues().lane();
    }

    int connections() {
        return connections.count();
    }

    /** Serves a socket that was just opened; closes it when there are too many. */
    void serve(Channel socket, Optional<SslContext> tls) {
        if (!connections.hasPlace(broker.settings().maxConnections())) {
            var _ = socket.close();
            return;
        }
        tls.ifPresent(context -> socket.pipeline().addLast(context.newHandler(socket.alloc())));
        String address =
                socket.remoteAddress() instanceof InetSocketAddress peer
                        ? peer.getAddress().getHostAddress()
                        : "";
        Principal.Line line = tls.isPresent() ? Principal.Line.ENCRYPTED : Principal.Line.PLAIN;
        socket.pipeline().addLast(new AmqpHandler(broker, connections, socket, address, line));
    }

    /** Tells all clients that the server stops; what they have not settled goes back. */
    void endAll() {
        lane().execute(connections::endAll);
    }
}
