package dev.forebay.amqp;

import dev.forebay.amqp.codec.ContentHeader;
import dev.forebay.amqp.codec.HeaderEdit;
import dev.forebay.amqp.routing.RoutedMessage;
import dev.forebay.engine.AtomicChange;
import dev.forebay.engine.DeadLetter;
import dev.forebay.engine.DeadLetterGuard;
import dev.forebay.engine.DeadLetterRoute;
import dev.forebay.engine.DeadLetterRouter;
import dev.forebay.engine.EngineClock;
import dev.forebay.engine.HeaderTypes;
import dev.forebay.engine.Message;
import dev.forebay.engine.MessageId;
import dev.forebay.engine.Priority;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.Send;
import dev.forebay.log.record.Header;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Routes dead letters through the dead-letter exchange of their queue, by the key that it names or
 * by their own, as if they were published there then. Where a message would come round again by
 * itself, that queue is left out. On the lane.
 */
final class DeadLetterExchanges implements DeadLetterRouter {
    /** In place of the identity of a message that the engine never had. */
    private static final MessageId NONE = new MessageId(0, 0);

    private final Vhosts vhosts;
    private final DeadLetterGuard guard;
    private final EngineClock clock;

    /**
     * Asks nobody yet.
     *
     * @param guard says where a message may go that its full queue turned away
     */
    DeadLetterExchanges(Vhosts vhosts, DeadLetterGuard guard, EngineClock clock) {
        this.vhosts = vhosts;
        this.guard = guard;
        this.clock = clock;
    }

    /** The way of a message that a queue turned away since it is full. */
    List<AtomicChange.SendTo> turnedAway(QueueInfo queue, Incoming message) {
        long now = clock.wall();
        DeadLetter letter =
                new DeadLetter(
                        queue,
                        NONE,
                        message.to(queue, false).message(),
                        now,
                        DeadLetter.Cause.QUEUE_FULL,
                        now);
        return route(letter).stream()
                .filter(way -> guard.allows(queue, way.queue()))
                .map(way ->
                        new AtomicChange.SendTo(
                                way.queue(), new Send(way.message(), Send.QUEUE_DELAY, null)))
                .toList();
    }

    @Override
    public List<Onward> route(DeadLetter letter) {
        Optional<DeadLetterRoute> way = letter.source().settings().deadLetterRoute();
        Topology topology = vhosts.of(letter.source().name());
        if (way.isEmpty() || topology == null) {
            return List.of();
        }
        String exchange = way.get().exchange();
        return exchange.isEmpty() || topology.exchange(exchange) != null
                ? new Letter(letter, topology, way.get()).onward()
                : List.of();
    }

    @Override
    public Map<String, Set<String>> targets(Collection<QueueInfo> sources) {
        DeadLetterReach reach = new DeadLetterReach(vhosts);
        Map<String, Set<String>> targets = new HashMap<>();
        sources.forEach(source -> targets.put(source.name(), reach.from(source)));
        return targets;
    }

    /** One message while its way is looked for. */
    private static final class Letter {
        private final DeadLetter letter;
        private final Topology topology;
        private final String exchange;
        private final @Nullable String key;
        private final CarriedMessage before;
        private final ContentHeader properties;
        private final boolean keysWithdrawn;
        private final RoutedMessage routed;
        private final Deaths deaths;

        Letter(DeadLetter letter, Topology topology, DeadLetterRoute way) {
            this.letter = letter;
            this.topology = topology;
            this.exchange = way.exchange();
            this.key = way.key().orElse(null);
            this.before = new CarriedMessage(letter.message());
            ContentHeader published = before.header(letter.id(), letter.sentAt());
            String queue = topology.name(letter.source());
            RoutedMessage last = RoutedMessage.of(before.routingKey(queue), published.properties());
            this.deaths =
                    before.deaths()
                            .with(
                                    new Deaths.Entry(
                                            queue,
                                            Deaths.reason(letter.cause()),
                                            1,
                                            letter.at(),
                                            before.exchange(),
                                            last.routingKeys(),
                                            published.properties().getExpiration()));
            this.keysWithdrawn = key != null && namesFurtherKeys(published);
            this.properties = passedOn(published);
            this.routed =
                    RoutedMessage.of(
                            key == null ? before.routingKey(queue) : key, properties.properties());
        }

        private boolean namesFurtherKeys(ContentHeader published) {
            Map<String, Object> headers = published.properties().getHeaders();
            return before.hasProperties()
                    && headers != null
                    && headers.get(Names.CC) instanceof List<?>;
        }

        /** It does not expire again, and who says where it goes says all of it. */
        private ContentHeader passedOn(ContentHeader published) {
            HeaderEdit edit = new HeaderEdit(published).withoutExpiration();
            return (key == null ? edit : edit.withoutHeader(Names.CC)).done();
        }

        List<Onward> onward() {
            List<Onward> ways = new ArrayList<>(1);
            topology.route(
                    exchange,
                    routed,
                    queue -> {
                        if (!deaths.isCycleTo(topology.name(queue))) {
                            ways.add(new Onward(queue.name(), message(queue)));
                        }
                    });
            return ways;
        }

        private Message message(QueueInfo queue) {
            List<Header> headers = new ArrayList<>(letter.message().headers());
            headers.removeIf(this::isReplaced);
            if (keysWithdrawn) {
                HeaderTypes.remove(Names.CC, headers);
            }
            if (before.hasProperties()) {
                headers.add(
                        new Header(Names.PROPERTIES, ByteBuffer.wrap(properties.copyProperties())));
            }
            headers.add(deaths.header());
            if (!exchange.isEmpty()) {
                headers.add(Names.text(Names.EXCHANGE, exchange));
            }
            headers.add(Names.text(Names.ROUTING_KEY, routed.routingKeys().getFirst()));
            PriorityLevels.header(properties.properties().getPriority(), queue)
                    .ifPresent(headers::add);
            return new Message(letter.message().key(), headers, letter.message().body());
        }

        private boolean isReplaced(Header header) {
            return switch (header.name()) {
                case Names.PROPERTIES -> before.hasProperties();
                case Names.DEATHS, Names.EXCHANGE, Names.ROUTING_KEY, Priority.HEADER -> true;
                default -> false;
            };
        }
    }
}
