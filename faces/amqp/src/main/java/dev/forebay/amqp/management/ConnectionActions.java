package dev.forebay.amqp.management;

import dev.forebay.amqp.Administration;
import dev.forebay.amqp.ConnectionView;
import dev.forebay.amqp.ConnectionView.ChannelView;
import dev.forebay.amqp.ConnectionView.ConsumerView;
import dev.forebay.amqp.TlsLine;
import dev.forebay.amqp.management.Row.Members;
import dev.forebay.engine.QueueInfo;
import java.security.cert.X509Certificate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Shows connections with their channels and consumers, and closes them. On the lane. */
final class ConnectionActions {
    private static final String USUAL_REASON = "Closed via management plugin";

    private final Administration administration;
    private final Rates rates;

    ConnectionActions(Administration administration, Rates rates) {
        this.administration = administration;
        this.rates = rates;
    }

    /** A consumer with where it is. */
    record Place(ConnectionView connection, ChannelView channel, ConsumerView consumer) {
        boolean of(QueueInfo queue) {
            return consumer.queue().id() == queue.id();
        }

        Members shown() {
            return Members.of("consumer_tag", consumer.tag())
                    .and(
                            "queue",
                            Members.of("name", Administration.local(consumer.queue()))
                                    .and("vhost", connection.vhost())
                                    .all())
                    .and("channel_details", details(connection, channel))
                    .and("ack_required", consumer.acks())
                    .and("exclusive", consumer.exclusive())
                    .and("prefetch_count", consumer.prefetch())
                    .and("active", consumer.active())
                    .and("activity_status", consumer.active() ? "up" : "waiting")
                    .and("consumer_timeout", consumer.ackTimeoutMillis())
                    .and("arguments", Fields.shown(consumer.arguments()));
        }
    }

    static Stream<Place> consumers(ConnectionView connection) {
        return connection.channels().stream().flatMap(channel -> consumers(connection, channel));
    }

    private static Stream<Place> consumers(ConnectionView connection, ChannelView channel) {
        return channel.consumers().stream()
                .map(consumer -> new Place(connection, channel, consumer));
    }

    void list(Request request) {
        answer(request, connections(request).map(ConnectionActions::row));
    }

    /** Those that the path is about, by name. */
    private Stream<ConnectionView> connections(Request request) {
        String vhost = request.part("vhost").isEmpty() ? "" : request.host();
        return administration.connections().stream()
                .filter(one -> vhost.isEmpty() || one.vhost().equals(vhost))
                .sorted(Comparator.comparing(ConnectionView::name));
    }

    private void answer(Request request, Stream<Row> rows) {
        Listing.answer(request, administration.queues().lane(), rows.toList());
    }

    private static Row row(ConnectionView connection) {
        return new Row(connection.name(), () -> shown(connection));
    }

    void ofUser(Request request) {
        String user = request.part("user");
        answer(
                request,
                connections(request)
                        .filter(one -> one.user().equals(user))
                        .map(ConnectionActions::row));
    }

    void show(Request request) {
        request.json(shown(named(request)));
    }

    private ConnectionView named(Request request) {
        return administration.connections().stream()
                .filter(one -> one.name().equals(request.part("connection")))
                .findFirst()
                .orElseThrow(ApiError::notFound);
    }

    void close(Request request) {
        String name = named(request).name();
        close(request, connection -> connection.name().equals(name));
    }

    void closeOfUser(Request request) {
        String user = request.part("user");
        close(request, connection -> connection.user().equals(user));
    }

    private void close(Request request, Predicate<ConnectionView> which) {
        String reason = request.header("X-Reason");
        var _ = administration.close(which, reason == null ? USUAL_REASON : reason);
        request.empty(204);
    }

    void channelsOf(Request request) {
        ConnectionView connection = named(request);
        answer(request, channels(connection));
    }

    void channels(Request request) {
        answer(request, connections(request).flatMap(this::channels));
    }

    void channel(Request request) {
        for (ConnectionView connection : connections(request).toList()) {
            for (ChannelView channel : connection.channels()) {
                if (name(connection, channel).equals(request.part("channel"))) {
                    request.json(detailed(connection, channel));
                    return;
                }
            }
        }
        throw ApiError.notFound();
    }

    private Members detailed(ConnectionView connection, ChannelView channel) {
        return shown(connection, channel)
                .and("consumer_details", consumerDetails(consumers(connection, channel)));
    }

    /** Consumers as the members of what they belong to tell of them. */
    static List<Map<String, @Nullable Object>> consumerDetails(Stream<Place> consumers) {
        return consumers.map(one -> one.shown().all()).toList();
    }

    private Stream<Row> channels(ConnectionView connection) {
        return connection.channels().stream()
                .map(channel ->
                        new Row(name(connection, channel), () -> shown(connection, channel)));
    }

    void consumers(Request request) {
        answer(
                request,
                connections(request)
                        .flatMap(ConnectionActions::consumers)
                        .map(place -> new Row(place.consumer().tag(), place::shown)));
    }

    private static String name(ConnectionView connection, ChannelView channel) {
        return connection.name() + " (" + channel.number() + ")";
    }

    private static Map<String, ?> details(ConnectionView connection, ChannelView channel) {
        return Map.of(
                "name",
                name(connection, channel),
                "number",
                channel.number(),
                "connection_name",
                connection.name(),
                "user",
                connection.user(),
                "node",
                ServerActions.NODE,
                "peer_host",
                connection.peer().getAddress().getHostAddress(),
                "peer_port",
                connection.peer().getPort());
    }

    private static Members shown(ConnectionView connection) {
        return Members.of("name", connection.name())
                .and("vhost", connection.vhost())
                .and("user", connection.user())
                .and("user_provided_name", connection.client())
                .and("state", connection.waiting() ? "flow" : "running")
                .and("node", ServerActions.NODE)
                .and("type", "network")
                .and("protocol", "AMQP 0-9-1")
                .and("host", connection.own().getAddress().getHostAddress())
                .and("port", connection.own().getPort())
                .and("peer_host", connection.peer().getAddress().getHostAddress())
                .and("peer_port", connection.peer().getPort())
                .and("connected_at", connection.openedAt())
                .and("channel_max", connection.channelMax())
                .and("frame_max", connection.frameMax())
                .and("timeout", connection.heartbeatSeconds())
                .and("channels", connection.channels().size())
                .and("client_properties", Fields.shown(connection.arrival().properties()))
                .and("auth_mechanism", connection.arrival().mechanism())
                .and("user_who_performed_action", connection.user())
                .and(line(connection.arrival().line()));
    }

    private Members shown(ConnectionView connection, ChannelView channel) {
        Rates.Look look = rates.look(name(connection, channel), Rates.Counts.of(channel.traffic()));
        return Members.of("name", name(connection, channel))
                .and("number", channel.number())
                .and("vhost", connection.vhost())
                .and("user", connection.user())
                .and("node", ServerActions.NODE)
                .and("state", "running")
                .and("confirm", channel.confirms())
                .and("transactional", channel.transaction().isPresent())
                .and("prefetch_count", channel.prefetchOfNext())
                .and("global_prefetch_count", channel.prefetchOfAll())
                .and("consumer_count", channel.consumers().size())
                .and("messages_unacknowledged", channel.unacked())
                .and("messages_unconfirmed", channel.unconfirmed())
                .and(
                        "messages_uncommitted",
                        channel.transaction().map(open -> open.messages()).orElse(0))
                .and("acks_uncommitted", channel.transaction().map(open -> open.acks()).orElse(0))
                .and("user_who_performed_action", connection.user())
                .and("connection_details", connectionDetails(connection))
                .and(look.idleSince())
                .and(look.traffic(Told.OF_ALL));
    }

    /**
     * Without TLS, or a certificate of the client, there are null values, as in RabbitMQ's lists.
     */
    private static Members line(Optional<TlsLine> line) {
        Optional<X509Certificate> client = line.flatMap(TlsLine::client);
        return Members.of("ssl", line.isPresent())
                .and("ssl_protocol", line.map(TlsLine::protocol).orElse(null))
                .and("ssl_cipher", line.map(TlsLine::cipher).orElse(null))
                .and("ssl_hash", null)
                .and("ssl_key_exchange", null)
                .and(
                        "peer_cert_subject",
                        client.map(own -> own.getSubjectX500Principal().getName()).orElse(null))
                .and(
                        "peer_cert_issuer",
                        client.map(own -> own.getIssuerX500Principal().getName()).orElse(null))
                .and(
                        "peer_cert_validity",
                        client.map(own ->
                                        own.getNotBefore().toInstant()
                                                + " - "
                                                + own.getNotAfter().toInstant())
                                .orElse(null));
    }

    private static Map<String, ?> connectionDetails(ConnectionView connection) {
        return Map.of(
                "name",
                connection.name(),
                "peer_host",
                connection.peer().getAddress().getHostAddress(),
                "peer_port",
                connection.peer().getPort());
    }
}
