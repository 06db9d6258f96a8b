package dev.forebay.amqp.management;

import dev.forebay.amqp.Administration;
import dev.forebay.amqp.DeclaredQueue;
import dev.forebay.amqp.TopologyEdits;
import dev.forebay.amqp.management.Row.Members;
import dev.forebay.amqp.policy.InForce;
import dev.forebay.amqp.policy.Policy;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueStats;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Shows, makes, empties and deletes queues. On the lane. */
final class QueueActions {
    private final Administration administration;
    private final Rates rates;

    QueueActions(Administration administration, Rates rates) {
        this.administration = administration;
        this.rates = rates;
    }

    void list(Request request) {
        List<Row> rows = new ArrayList<>();
        for (String vhost : request.hosts()) {
            for (QueueInfo queue : request.sight().queues(vhost)) {
                rows.add(new Row(Administration.local(queue), () -> shown(request, vhost, queue)));
            }
        }
        Listing.answer(request, administration.queues().lane(), rows);
    }

    void show(Request request) {
        String vhost = request.host();
        QueueInfo queue = queue(request);
        Members members =
                shown(request, vhost, queue)
                        .and(
                                "consumer_details",
                                ConnectionActions.consumerDetails(consumers(vhost, queue)))
                        .and("incoming", List.of())
                        .and("deliveries", List.of());
        request.json(members);
    }

    /** The queue of the path, which the caller may see. */
    private QueueInfo queue(Request request) {
        request.require(request.part("queue"));
        return administration
                .queue(request.host(), request.part("queue"))
                .orElseThrow(ApiError::notFound);
    }

    private Members shown(Request request, String vhost, QueueInfo queue) {
        DeclaredQueue declared = DeclaredQueue.of(queue);
        InForce policies = administration.policies(queue);
        Members members =
                Members.of("name", Administration.local(queue))
                        .and("vhost", vhost)
                        .and("durable", declared.durable())
                        .and("auto_delete", declared.autoDelete())
                        .and("exclusive", declared.exclusive())
                        .and("arguments", Fields.shown(declared.arguments()))
                        .and("type", declared.type())
                        .and("node", ServerActions.NODE)
                        .and("state", "running")
                        .and("consumers", administration.consumers(queue))
                        .and("policy", name(policies.policy()))
                        .and("operator_policy", name(policies.operator()))
                        .and("effective_policy_definition", Fields.shown(policies.definition()));
        if (declared.type().equals("quorum")) {
            members.and("leader", ServerActions.NODE)
                    .and("members", List.of(ServerActions.NODE))
                    .and("online", List.of(ServerActions.NODE));
        }
        administration
                .owner(queue)
                .ifPresent(
                        owner -> members.and("owner_pid_details", Members.of("name", owner).all()));
        QueueStats stats = administration.queues().stats(queue.name()).orElse(null);
        return stats == null
                ? members
                : figures(members, queue, stats, request.sight().counts(queue, stats));
    }

    private static @Nullable String name(@Nullable Policy policy) {
        return policy == null ? null : policy.name();
    }

    private Members figures(
            Members members, QueueInfo queue, QueueStats stats, Rates.Counts counts) {
        Rates.Look look = rates.look(queue.id(), counts);
        boolean persists = !queue.settings().isVolatile();
        long unacked = share(stats.bytes(), stats.leased(), stats.ready() + stats.delayed());
        members.and(look.depth())
                .and("messages_delayed", stats.delayed())
                .and("messages_persistent", persists ? counts.messages() : 0)
                .and("message_bytes", stats.bytes())
                .and("message_bytes_ready", stats.bytes() - unacked)
                .and("message_bytes_unacknowledged", unacked)
                .and("message_bytes_persistent", persists ? stats.bytes() : 0)
                .and(
                        "head_message_timestamp",
                        stats.oldestSentAt() == 0 ? null : stats.oldestSentAt() / 1_000);
        return members.and(look.idleSince()).and(look.traffic(Told.OF_QUEUES));
    }

    /** What some messages have of all bytes, if they are as large as the others on average. */
    private static long share(long bytes, long some, long others) {
        return some == 0 ? 0 : Math.round((double) bytes * some / (some + others));
    }

    private Stream<ConnectionActions.Place> consumers(String vhost, QueueInfo queue) {
        return administration.connections().stream()
                .filter(connection -> connection.vhost().equals(vhost))
                .flatMap(ConnectionActions::consumers)
                .filter(consumer -> consumer.of(queue));
    }

    void declare(Request request) {
        Wish wish = request.wish();
        administration
                .edits(request.principal())
                .declareQueue(
                        request.host(),
                        request.part("queue"),
                        declared(wish),
                        request.reply(request::made));
    }

    /** A queue as RabbitMQ's JSON has it. */
    static DeclaredQueue declared(Wish wish) {
        return new DeclaredQueue(
                wish.flag("durable", false),
                false,
                wish.flag("auto_delete", false),
                wish.object("arguments").members());
    }

    void delete(Request request) {
        administration
                .edits(request.principal())
                .deleteQueue(
                        request.host(),
                        request.part("queue"),
                        new TopologyEdits.DeleteRule(
                                request.query("if-unused").equals("true"),
                                request.query("if-empty").equals("true")),
                        request.reply(_ -> request.empty(204)));
    }

    void purge(Request request) {
        administration
                .edits(request.principal())
                .purge(
                        request.host(),
                        request.part("queue"),
                        request.reply(_ -> request.empty(204)));
    }

    /**
     * Mirrors that tools may want in step, and members that they may want to be leader: one each.
     */
    void act(Request request) {
        var _ = queue(request);
        String action = request.wish().requiring("action").text("action");
        if (!List.of("sync", "cancel_sync").contains(action)) {
            throw ApiError.badRequest("action " + action + " is not known");
        }
        request.empty(204);
    }
}
