package dev.forebay.amqp.management;

import dev.forebay.access.VhostAccounts;
import dev.forebay.access.vhost.TopicPermission;
import dev.forebay.access.vhost.VhostPermission;
import dev.forebay.access.vhost.VhostRights;
import dev.forebay.amqp.Administration;
import dev.forebay.amqp.management.Row.Members;
import dev.forebay.engine.Caller;
import java.util.ArrayDeque;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What users may do in virtual hosts, by patterns of names and of routing keys. On the lane. */
final class PermissionActions {
    private static final String CONFIGURE = "configure";
    private static final String WRITE = "write";
    private static final String READ = "read";
    private static final String USER = "user";
    private static final String VHOST = "vhost";
    private static final String EXCHANGE = "exchange";

    private final Administration administration;

    PermissionActions(Administration administration) {
        this.administration = administration;
    }

    private VhostRights rights() {
        return administration.access().directory().vhosts();
    }

    private VhostAccounts accounts() {
        return administration.access().vhosts();
    }

    void list(Request request) {
        answer(
                request,
                rights().permissions().stream()
                        .filter(one -> concerns(request, one.user(), one.vhost()))
                        .map(one -> new Row(one.user(), () -> shown(one))));
    }

    void listTopics(Request request) {
        answer(request, topics(request));
    }

    private Stream<Row> topics(Request request) {
        return rights().topics().stream()
                .filter(one -> concerns(request, one.user(), one.vhost()))
                .map(one -> new Row(one.user(), () -> shown(one)));
    }

    /** Those of one user in one virtual host; none are not there, as with other permissions. */
    void showTopics(Request request) {
        if (topics(request).findAny().isEmpty()) {
            throw ApiError.notFound();
        }
        listTopics(request);
    }

    private void answer(Request request, Stream<Row> rows) {
        String user = request.part(USER);
        if (!user.isEmpty() && administration.access().directory().user(user).isEmpty()) {
            throw ApiError.notFound();
        }
        Listing.answer(request, administration.queues().lane(), rows.toList());
    }

    private static boolean concerns(Request request, String user, String vhost) {
        return (request.part(USER).isEmpty() || request.part(USER).equals(user))
                && (request.part(VHOST).isEmpty() || request.host().equals(vhost));
    }

    /** A permission as definitions have it too. */
    static Members shown(VhostPermission permission) {
        return Members.of(USER, permission.user())
                .and(VHOST, permission.vhost())
                .and(CONFIGURE, permission.configure().text())
                .and(WRITE, permission.write().text())
                .and(READ, permission.read().text());
    }

    /** A permission as definitions have it too. */
    static Members shown(TopicPermission permission) {
        return Members.of(USER, permission.user())
                .and(VHOST, permission.vhost())
                .and(EXCHANGE, permission.exchange())
                .and(WRITE, permission.write().text())
                .and(READ, permission.read().text());
    }

    void show(Request request) {
        VhostPermission there = rights().permission(request.part(USER), request.host());
        if (there == null) {
            throw ApiError.notFound();
        }
        request.json(shown(there));
    }

    void put(Request request) {
        requirePlace(request);
        VhostPermission wanted = permission(request.part(USER), request.host(), request.wish());
        int status = rights().permission(wanted.user(), wanted.vhost()) == null ? 201 : 204;
        accounts().put(by(request), wanted, request.reply(_ -> request.empty(status)));
    }

    private static Caller by(Request request) {
        return request.principal().caller();
    }

    /**
     * What is wrong is what was asked for, as RabbitMQ has it: the permission itself may be new.
     */
    private void requirePlace(Request request) {
        if (administration.access().directory().user(request.part(USER)).isEmpty()
                || administration.host(request.part(VHOST)).isEmpty()) {
            throw ApiError.badRequest("vhost_or_user_not_found");
        }
    }

    /**
     * A permission from JSON.
     *
     * @throws ApiError 400 when a part is missing or no pattern
     */
    static VhostPermission permission(String user, String vhost, Wish wish) {
        var _ = wish.requiring(CONFIGURE, WRITE, READ);
        return right(() ->
                VhostPermission.of(
                        user, vhost, wish.text(CONFIGURE), wish.text(WRITE), wish.text(READ)));
    }

    /**
     * A topic permission from JSON.
     *
     * @throws ApiError 400 when a part is missing or no pattern
     */
    static TopicPermission topicPermission(String user, String vhost, Wish wish) {
        var _ = wish.requiring(EXCHANGE, WRITE, READ);
        return right(() ->
                TopicPermission.of(
                        user, vhost, wish.text(EXCHANGE), wish.text(WRITE), wish.text(READ)));
    }

    private static <T> T right(Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException wrong) {
            throw ApiError.badRequest(String.valueOf(wrong.getMessage()));
        }
    }

    void delete(Request request) {
        if (rights().permission(request.part(USER), request.host()) == null) {
            throw ApiError.notFound();
        }
        accounts()
                .remove(
                        by(request),
                        request.part(USER),
                        request.host(),
                        request.reply(_ -> request.empty(204)));
    }

    void putTopic(Request request) {
        requirePlace(request);
        TopicPermission wanted =
                topicPermission(request.part(USER), request.host(), request.wish());
        int status =
                rights().topic(wanted.user(), wanted.vhost(), wanted.exchange()) == null
                        ? 201
                        : 204;
        accounts().putTopic(by(request), wanted, request.reply(_ -> request.empty(status)));
    }

    void deleteTopic(Request request) {
        deleteTopics(request, one -> one.equals(request.part(EXCHANGE)));
    }

    /** Those on all exchanges. */
    void deleteTopics(Request request) {
        deleteTopics(request, _ -> true);
    }

    private void deleteTopics(Request request, Predicate<String> exchange) {
        ArrayDeque<String> wanted =
                rights().topics().stream()
                        .filter(one -> concerns(request, one.user(), one.vhost()))
                        .map(TopicPermission::exchange)
                        .filter(exchange)
                        .collect(Collectors.toCollection(ArrayDeque::new));
        if (wanted.isEmpty()) {
            throw ApiError.notFound();
        }
        deleteNext(request, wanted);
    }

    private void deleteNext(Request request, ArrayDeque<String> left) {
        String exchange = left.poll();
        if (exchange == null) {
            request.empty(204);
            return;
        }
        accounts()
                .removeTopic(
                        by(request),
                        request.part(USER),
                        request.host(),
                        exchange,
                        request.reply(_ -> deleteNext(request, left)));
    }
}
