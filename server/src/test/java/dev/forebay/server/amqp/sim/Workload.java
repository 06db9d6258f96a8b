package dev.forebay.server.amqp.sim;

import com.rabbitmq.client.impl.AMQImpl;
import dev.forebay.testkit.sim.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The virtual clients of one server process: does what a step says, if that can be done now. */
final class Workload {
    private static final int MOST_CONNECTIONS = 3;
    private static final int MOST_AT_ONCE = 4;
    private static final int MOST_PREFETCH = 4;
    private static final int[] HEARTBEATS = {0, 0, 2, 5};

    private final World world;
    private final SimServer server;
    private final List<ClientConnection> connections = new ArrayList<>();
    private int connected;

    Workload(World world, SimServer server) {
        this.world = world;
        this.server = server;
    }

    /** Those that are not over. */
    List<ClientConnection> connections() {
        connections.removeIf(ClientConnection::isOver);
        return connections;
    }

    /** Connects; returns at once. */
    ClientConnection connect(int heartbeatSeconds) {
        connected++;
        ClientConnection connection =
                new ClientConnection(world, server, "c" + connected, heartbeatSeconds);
        connections.add(connection);
        return connection;
    }

    void perform(Step step) {
        Random random = Seeds.random(step.draw());
        switch (step.kind()) {
            case CONNECT -> {
                if (connections().size() < MOST_CONNECTIONS) {
                    connect(HEARTBEATS[random.nextInt(HEARTBEATS.length)]);
                }
            }
            case CLOSE_CONNECTION -> connection(random).ifPresent(ClientConnection::close);
            case CUT -> connection(random).ifPresent(ClientConnection::cut);
            case FALL_SILENT -> connection(random).ifPresent(ClientConnection::fallSilent);
            case STOP_READING -> connection(random).ifPresent(one -> one.reads(false));
            case GO_ON_READING -> connections().forEach(one -> one.reads(true));
            case OPEN_CHANNEL ->
                    connection(random)
                            .ifPresent(one ->
                                    one.openChannel(any(random, ClientChannel.Mode.values())));
            default -> channel(random).ifPresent(one -> perform(step.kind(), one, random));
        }
    }

    private void perform(Step.Kind kind, ClientChannel channel, Random random) {
        switch (kind) {
            case CLOSE_CHANNEL -> channel.close();
            case ERR -> err(channel, random);
            case SYNC -> sync(channel);
            case PUBLISH -> {
                TrackedQueue queue = queue(channel, random);
                for (int i = random.nextInt(MOST_AT_ONCE); i >= 0; i--) {
                    channel.publish("", queue.name, List.of(queue.name));
                }
            }
            case FAN_OUT -> channel.publish(Model.FAN, "any", Model.BEHIND_FAN);
            case MANDATORY -> channel.publish("", "nowhere", List.of());
            case CONSUME -> {
                TrackedQueue queue = queue(channel, random);
                channel.consume(queue, isCareless(queue) && random.nextBoolean());
            }
            case CANCEL -> one(channel.consumers(), random).ifPresent(channel::cancel);
            case QOS -> channel.qos(random.nextInt(MOST_PREFETCH), random.nextInt(3) == 0);
            case GET -> {
                TrackedQueue queue = queue(channel, random);
                channel.get(queue, isCareless(queue) && random.nextBoolean());
            }
            case DECLARE_OWNED -> channel.connection.declareOwned(channel);
            case DECLARE_PASSING -> declarePassing(channel);
            case DELETE_PASSING -> deletePassing(channel, random);
            default -> {
                if (channel.isSettling()) {
                    settle(kind, channel, random);
                }
            }
        }
    }

    /** Acks all that is held, and asks something behind it; returns who did. */
    List<ClientChannel> ackAll() {
        List<ClientChannel> acking =
                connections().stream()
                        .flatMap(one -> one.channels().stream())
                        .filter(one -> one.isSettling() && !one.holdings().isEmpty())
                        .toList();
        for (ClientChannel channel : acking) {
            channel.settle(channel.holdings().getLast(), true, true);
            if (channel.mode == ClientChannel.Mode.TX) {
                channel.commit();
            } else {
                sync(channel);
            }
        }
        return acking;
    }

    private static void sync(ClientChannel channel) {
        channel.ask(new AMQImpl.Channel.Flow(true), _ -> {}, List.of(AMQImpl.Channel.FlowOk.class));
    }

    private static void settle(Step.Kind kind, ClientChannel channel, Random random) {
        @Nullable Holding one = one(channel.holdings(), random).orElse(null);
        boolean multiple = random.nextInt(3) == 0;
        switch (kind) {
            case ACK -> {
                if (one != null) {
                    channel.settle(one, multiple, true);
                }
            }
            case DROP -> {
                if (one != null) {
                    channel.settle(one, multiple, false);
                }
            }
            case REQUEUE -> {
                if (one != null) {
                    channel.requeue(one, multiple);
                }
            }
            case RECOVER -> {
                // Whatever came between the two could not be told from what comes after.
                if (channel.hasNoConsumers() && channel.answers.isIdle()) {
                    channel.recover();
                }
            }
            case COMMIT -> {
                if (channel.mode == ClientChannel.Mode.TX) {
                    channel.commit();
                }
            }
            case ROLLBACK -> {
                if (channel.mode == ClientChannel.Mode.TX) {
                    channel.rollback();
                }
            }
            default -> throw new IllegalArgumentException("not for a client: " + kind);
        }
    }

    private static boolean isCareless(TrackedQueue queue) {
        return queue.kind == TrackedQueue.Kind.CARELESS;
    }

    private void err(ClientChannel channel, Random random) {
        switch (random.nextInt(3)) {
            case 0 -> channel.err(new AMQImpl.Basic.Ack(1_000_000, false));
            case 1 ->
                    channel.err(
                            new AMQImpl.Queue.Declare(
                                    0, "never", true, false, false, false, false, Map.of()));
            default ->
                    foreign(channel)
                            .ifPresent(queue ->
                                    channel.err(
                                            new AMQImpl.Queue.Declare(
                                                    0,
                                                    queue.name,
                                                    true,
                                                    false,
                                                    false,
                                                    false,
                                                    false,
                                                    Map.of())));
        }
    }

    /** A queue that is another connection's alone. */
    private Optional<TrackedQueue> foreign(ClientChannel channel) {
        return world.model.queues.values().stream()
                .filter(queue -> queue.kind == TrackedQueue.Kind.OWNED && !queue.gone)
                .filter(queue -> !channel.connection.owned().contains(queue))
                .findFirst();
    }

    private void declarePassing(ClientChannel channel) {
        String name = "passing-" + world.model.nextMoment();
        channel.connection.note(channel + " declares " + name);
        channel.ask(
                new AMQImpl.Queue.Declare(0, name, false, false, false, true, false, Map.of()),
                _ -> world.model.add(name, TrackedQueue.Kind.PASSING),
                List.of(AMQImpl.Queue.DeclareOk.class));
    }

    private void deletePassing(ClientChannel channel, Random random) {
        one(passing(), random)
                .ifPresent(queue -> {
                    channel.connection.note(channel + " deletes " + queue);
                    queue.mayBeGone = true;
                    channel.ask(
                            new AMQImpl.Queue.Delete(0, queue.name, false, false, false),
                            _ -> queue.gone = true,
                            List.of(AMQImpl.Queue.DeleteOk.class));
                });
    }

    private List<TrackedQueue> passing() {
        return world.model.queues.values().stream()
                .filter(queue -> queue.kind == TrackedQueue.Kind.PASSING && !queue.gone)
                .toList();
    }

    /** A queue that the channel may use. */
    private TrackedQueue queue(ClientChannel channel, Random random) {
        List<TrackedQueue> usable =
                world.model.queues.values().stream()
                        .filter(queue -> !queue.gone)
                        .filter(queue ->
                                queue.kind != TrackedQueue.Kind.OWNED
                                        || channel.connection.owned().contains(queue))
                        .toList();
        // The first ones are there always, and used most.
        int most = random.nextInt(4) == 0 ? usable.size() : Math.min(usable.size(), 3);
        return usable.get(random.nextInt(most));
    }

    private Optional<ClientConnection> connection(Random random) {
        return one(connections().stream().filter(ClientConnection::isOpen).toList(), random);
    }

    private Optional<ClientChannel> channel(Random random) {
        return one(connections().stream().flatMap(one -> one.channels().stream()).toList(), random);
    }

    private static <T> Optional<T> one(List<T> all, Random random) {
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(random.nextInt(all.size())));
    }

    private static <T> T any(Random random, T[] all) {
        return all[random.nextInt(all.length)];
    }
}
