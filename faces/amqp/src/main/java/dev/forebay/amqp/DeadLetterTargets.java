package dev.forebay.amqp;

import dev.forebay.access.LaterEffects;
import dev.forebay.amqp.routing.RoutedMessage;
import dev.forebay.engine.Caller;
import dev.forebay.engine.DeadLetterRule;
import dev.forebay.engine.DepthLimit.WhenFull;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.Queues;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says to the engine which queue the dead letters go to of each queue that was declared with a
 * dead-letter exchange: the first that the exchange leads to, for the dead-letter routing key or
 * else the queue's own name. Looked at again when exchanges, bindings or queues change. On the
 * lane.
 */
final class DeadLetterTargets {
    /** What a dead-letter rule allows at most. */
    static final int MOST_ATTEMPTS = 1_000;

    private static final String EXCHANGE = "x-dead-letter-exchange";

    private final Queues queues;
    private final Vhosts vhosts;
    private final Set<String> sources = new HashSet<>();

    DeadLetterTargets(Queues queues, Vhosts vhosts) {
        this.queues = queues;
        this.vhosts = vhosts;
    }

    /** There is a queue. */
    void know(QueueInfo queue) {
        String exchange = text(DeclaredQueue.of(queue), EXCHANGE);
        if (exchange != null && !exchange.isEmpty()) {
            sources.add(queue.name());
        }
    }

    /** Replies when the engine knows how things are now. */
    void refresh(Caller caller, Reply<Long> reply) {
        Refreshing refreshing = new Refreshing(reply);
        for (String name : List.copyOf(sources)) {
            QueueInfo queue = queues.find(name).orElse(null);
            if (queue == null) {
                sources.remove(name);
            } else {
                refresh(caller, queue, refreshing);
            }
        }
        refreshing.end();
    }

    private void refresh(Caller caller, QueueInfo queue, Refreshing refreshing) {
        DeclaredQueue declared = DeclaredQueue.of(queue);
        String exchange = text(declared, EXCHANGE);
        Topology topology = vhosts.of(queue.name());
        if (exchange == null || topology == null) {
            return;
        }
        Optional<DeadLetterRule> rule =
                target(topology, queue, exchange, text(declared, "x-dead-letter-routing-key"))
                        .map(target -> new DeadLetterRule(target, MOST_ATTEMPTS));
        QueueSettings now = queue.settings();
        if (!rule.equals(now.deadLetter())) {
            refreshing.begin();
            queues.update(
                    caller,
                    queue.name(),
                    LaterEffects.declaredBy(
                            caller.user(),
                            now,
                            now.toBuilder()
                                    .deadLetter(rule)
                                    .whenFull(whenFull(now.depth().whenFull(), rule.isPresent()))
                                    .build()),
                    refreshing);
        }
    }

    private static WhenFull whenFull(WhenFull now, boolean deadLetters) {
        return switch (now) {
            case REFUSE -> WhenFull.REFUSE;
            case DROP_OLDEST, DEAD_LETTER_OLDEST ->
                    deadLetters ? WhenFull.DEAD_LETTER_OLDEST : WhenFull.DROP_OLDEST;
        };
    }

    private static Optional<String> target(
            Topology topology, QueueInfo queue, String exchange, @Nullable String key) {
        if (topology.exchange(exchange) == null) {
            return Optional.empty();
        }
        String[] first = {""};
        topology.route(
                exchange,
                RoutedMessage.of(key == null ? topology.name(queue) : key, Map.of()),
                found -> {
                    if (first[0].isEmpty() && !found.name().equals(queue.name())) {
                        first[0] = found.name();
                    }
                });
        return first[0].isEmpty() ? Optional.empty() : Optional.of(first[0]);
    }

    private static @Nullable String text(DeclaredQueue declared, String argument) {
        Object value = declared.arguments().get(argument);
        return value == null ? null : value.toString();
    }

    /** Several changes, of which the last one that ends replies. */
    private static final class Refreshing implements Reply<QueueInfo> {
        private final Reply<Long> reply;
        private @Nullable Refusal refusal;
        private long changed;
        private int left = 1;

        Refreshing(Reply<Long> reply) {
            this.reply = reply;
        }

        void begin() {
            left++;
            changed++;
        }

        void end() {
            left--;
            if (left == 0) {
                Refusal why = refusal;
                if (why == null) {
                    reply.ok(changed);
                } else {
                    reply.refused(why);
                }
            }
        }

        @Override
        public void ok(QueueInfo queue) {
            end();
        }

        @Override
        public void refused(Refusal why) {
            // A queue that was deleted meanwhile needs no rule.
            if (!(why instanceof Refusal.NoSuchQueue)) {
                refusal = why;
            }
            end();
        }
    }
}
