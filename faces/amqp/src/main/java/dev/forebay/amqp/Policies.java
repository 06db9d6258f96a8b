package dev.forebay.amqp;

import dev.forebay.access.LaterEffects;
import dev.forebay.amqp.codec.FieldValues;
import dev.forebay.amqp.policy.InForce;
import dev.forebay.engine.Caller;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.QueueSettingsBuilder;
import dev.forebay.engine.Queues;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import java.util.ArrayDeque;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts policies into force: on queues as their settings, which keep the arguments that count, and
 * on exchanges as where their unroutable messages go. Queues that no AMQP client declared have
 * none. On the lane.
 */
final class Policies {
    private static final int SLICE = 50;

    private final Queues queues;
    private final Vhosts vhosts;
    private final UnusedQueues unused;
    private final long leaseMillis;

    Policies(Queues queues, Vhosts vhosts, UnusedQueues unused, long leaseMillis) {
        this.queues = queues;
        this.vhosts = vhosts;
        this.unused = unused;
        this.leaseMillis = leaseMillis;
    }

    /** The policies that hold for a queue. */
    InForce of(QueueInfo queue) {
        Topology topology = vhosts.of(queue.name());
        return topology == null || !DeclaredQueue.isDeclared(queue)
                ? InForce.NOTHING
                : of(topology, topology.name(queue), DeclaredQueue.of(queue));
    }

    private static InForce of(Topology topology, String name, DeclaredQueue declared) {
        return topology.parameters().forQueue(name, declared.type());
    }

    /** The settings of a queue so declared, under the policies that there are now. */
    QueueSettings settings(Topology topology, String name, DeclaredQueue declared) {
        Map<String, @Nullable Object> arguments = effective(topology, name, declared);
        return declared.remembering(settings(topology, name, declared, arguments), arguments);
    }

    private QueueSettings settings(
            Topology topology,
            String name,
            DeclaredQueue declared,
            Map<String, @Nullable Object> arguments) {
        return new QueueArguments(topology.vhost(), name, arguments)
                .settings(declared, leaseMillis);
    }

    private static Map<String, @Nullable Object> effective(
            Topology topology, String name, DeclaredQueue declared) {
        return of(topology, name, declared).over(declared.arguments(), declared.type());
    }

    /**
     * Has everything follow the policies that there are now.
     *
     * @param reply told when all of it is on disk
     */
    void refresh(Caller caller, Reply<Long> reply) {
        vhosts.all().forEach(Topology::alternatesByPolicy);
        new Refresh(caller, reply).go();
    }

    /** One walk over all queues, some at a time, so that nobody waits for it. */
    private final class Refresh implements Reply<QueueInfo> {
        private final Caller caller;
        private final Reply<Long> reply;
        private final ArrayDeque<QueueInfo> left = new ArrayDeque<>(queues.all());
        private @Nullable Refusal refusal;
        private int underWay = 1;
        private long changed;

        Refresh(Caller caller, Reply<Long> reply) {
            this.caller = caller;
            this.reply = reply;
        }

        void go() {
            for (int i = 0; i < SLICE && !left.isEmpty(); i++) {
                // It may have been changed or deleted since the walk began.
                queues.find(left.removeFirst().name())
                        .filter(DeclaredQueue::isDeclared)
                        .ifPresent(this::follow);
            }
            if (left.isEmpty()) {
                ended();
            } else {
                queues.lane().goOn(this::go);
            }
        }

        private void follow(QueueInfo queue) {
            Topology topology = vhosts.of(queue.name());
            if (topology == null) {
                return;
            }
            String name = topology.name(queue);
            DeclaredQueue declared = DeclaredQueue.of(queue);
            Map<String, @Nullable Object> before = DeclaredQueue.effective(queue);
            Map<String, @Nullable Object> now = effective(topology, name, declared);
            if (FieldValues.matchableTable(before).equals(FieldValues.matchableTable(now))) {
                return;
            }
            underWay++;
            changed++;
            QueueSettings settings =
                    changed(
                            queue.settings(),
                            settings(topology, name, declared, before),
                            settings(topology, name, declared, now));
            queues.update(
                    caller,
                    queue.name(),
                    LaterEffects.declaredBy(
                            caller.user(), queue.settings(), declared.remembering(settings, now)),
                    this);
        }

        @Override
        public void ok(QueueInfo queue) {
            unused.know(queue);
            ended();
        }

        @Override
        public void refused(Refusal why) {
            // A queue that was deleted meanwhile follows nothing.
            if (!(why instanceof Refusal.NoSuchQueue)) {
                refusal = why;
            }
            ended();
        }

        private void ended() {
            underWay--;
            if (underWay > 0) {
                return;
            }
            Refusal why = refusal;
            if (why == null) {
                reply.ok(changed);
            } else {
                reply.refused(why);
            }
        }
    }

    /** What policies do not touch stays as it is, also what another face set. */
    private static QueueSettings changed(
            QueueSettings now, QueueSettings before, QueueSettings after) {
        QueueSettingsBuilder settings = now.toBuilder();
        if (before.expiryMillis() != after.expiryMillis()) {
            settings.expiryMillis(after.expiryMillis());
        }
        if (!before.retry().equals(after.retry())) {
            settings.retry(after.retry());
        }
        if (!before.deadLetterRoute().equals(after.deadLetterRoute())) {
            settings.deadLetterRoute(after.deadLetterRoute());
        }
        if (!before.depth().equals(after.depth())) {
            settings.depth(after.depth());
        }
        return settings.build();
    }
}
