package dev.forebay.amqp.management;

import dev.forebay.access.Operation;
import dev.forebay.access.Principal;
import dev.forebay.amqp.Administration;
import dev.forebay.amqp.TopologyEdits;
import dev.forebay.amqp.VirtualHost;
import dev.forebay.amqp.codec.AmqpFailure;
import dev.forebay.amqp.management.Row.Members;
import dev.forebay.amqp.policy.PolicyRefused;
import dev.forebay.engine.Lane;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.http.HttpExchange;
import dev.forebay.http.ResponseHead;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One request on its way through the management API, and the way back. On the lane. */
final class Request {
    private static final int MOST_PARAMETERS = 64;
    private static final String REFUSED = "Access refused.";
    private static final String JSON = "application/json";
    private static final Map<String, String> FRESH =
            Map.of("Cache-Control", "no-cache", "Vary", "Accept");
    private static final ResponseHead OK = ResponseHead.of(200, JSON, FRESH);

    private final HttpExchange exchange;
    private final ManagementRoute route;
    private final List<String> segments;
    private final Administration administration;
    private final Principal principal;
    private final byte[] body;
    private final Map<String, List<String>> query;

    Request(
            HttpExchange exchange,
            ManagementRoute route,
            List<String> segments,
            Administration administration,
            Principal principal,
            byte[] body) {
        this.exchange = exchange;
        this.route = route;
        this.segments = segments;
        this.administration = administration;
        this.principal = principal;
        this.body = body;
        this.query = parameters(exchange.query());
    }

    private static Map<String, List<String>> parameters(String query) {
        try {
            return new QueryStringDecoder(query, StandardCharsets.UTF_8, false, MOST_PARAMETERS)
                    .parameters();
        } catch (IllegalArgumentException broken) {
            throw ApiError.badRequest("the query is not percent-encoded");
        }
    }

    ManagementRoute route() {
        return route;
    }

    Principal principal() {
        return principal;
    }

    /** What the path has in the place of {@code {name}}; empty where it has no such place. */
    String part(String name) {
        int at = route.segments().indexOf("{" + name + "}");
        return at < 0 ? "" : segments.get(at);
    }

    /**
     * The virtual host of the path, which is there.
     *
     * @throws ApiError 404
     */
    String host() {
        String vhost = part("vhost");
        if (administration.host(vhost).isEmpty()) {
            throw ApiError.notFound();
        }
        return vhost;
    }

    /** What the caller may see. */
    Sight sight() {
        return new Sight(administration, principal);
    }

    /**
     * Those of the path, or all; none that the caller may not enter.
     *
     * @throws ApiError 401, 404
     */
    List<String> hosts() {
        String vhost = part("vhost");
        if (!vhost.isEmpty()
                && !sight().enters(administration.host(vhost).orElseThrow(ApiError::notFound))) {
            throw ApiError.notAuthorised("User not authorised to access virtual host");
        }
        return vhost.isEmpty()
                ? sight().hosts().stream().map(VirtualHost::name).toList()
                : List.of(vhost);
    }

    /** The name of an exchange as the path has it; the default one has a name there. */
    String exchange(String place) {
        String name = part(place);
        return name.equals("amq.default") ? "" : name;
    }

    Wish wish() {
        return JsonText.object(body);
    }

    /**
     * Reads a file, sent as it is or uploaded by a form, where it holds up nobody though it may be
     * long, then goes on here.
     *
     * @param elsewhere runs what takes some hundred milliseconds
     */
    void file(Executor elsewhere, Consumer<Wish> next) {
        Lane lane = administration.queues().lane();
        elsewhere.execute(() -> {
            try {
                Wish read = JsonText.object(file());
                lane.execute(() -> attempt(() -> next.accept(read)));
            } catch (ApiError broken) {
                lane.execute(() -> fail(broken));
            }
        });
    }

    private byte[] file() {
        String type = header("Content-Type");
        return type != null && UploadedFile.isForm(type) ? UploadedFile.in(body, type) : body;
    }

    /** A parameter of the query; empty when it is not there. */
    String query(String name) {
        List<String> values = query.get(name);
        return values == null ? "" : values.getFirst();
    }

    boolean asks(String name) {
        return query.containsKey(name);
    }

    @Nullable String header(String name) {
        return exchange.header(name);
    }

    /** Whether it may be done with a queue or exchange. */
    boolean may(Operation operation, String vhost, String name) {
        return administration.allows(principal, operation, vhost, name);
    }

    /**
     * Goes on only if what the route asks for is allowed on a queue or exchange of the path's
     * virtual host.
     *
     * @throws ApiError 401
     */
    void require(String name) {
        if (!may(route.operation(), part("vhost"), name)) {
            throw ApiError.notAuthorised(REFUSED);
        }
    }

    /**
     * Goes on only if the caller may see an exchange of the path's virtual host.
     *
     * @param name empty for the default one
     * @throws ApiError 401
     */
    void requireExchange(String name) {
        if (!sight().seesExchange(part("vhost"), name)) {
            throw ApiError.notAuthorised(REFUSED);
        }
    }

    /** A buffer for an answer that is written piece by piece, for {@link #json(ByteBuf)}. */
    ByteBuf allocate(int bytes) {
        return exchange.allocate(bytes);
    }

    /** Whether the answer may grow by so much now: all requests together may hold a certain sum. */
    boolean reserve(int bytes) {
        return exchange.reserve(bytes);
    }

    /** Answers 200 with one object, of which the query may want some columns only. */
    void json(Members object) {
        json(columns().cut(object.all()));
    }

    /** What the query wants of each object. */
    Columns columns() {
        return Columns.of(query("columns"));
    }

    /** Answers with JSON that was written already. */
    void json(ByteBuf written) {
        exchange.answer(OK, written);
    }

    /** Answers 200. */
    void json(Object value) {
        json(200, value);
    }

    void json(int status, Object value) {
        byte[] bytes = JsonText.write(value);
        exchange.answer(
                status == 200 ? OK : ResponseHead.of(status, JSON, FRESH),
                exchange.allocate(bytes.length).writeBytes(bytes));
    }

    /** Answers 201 or 204, as something had to be made or not. */
    void made(TopologyEdits.Made made) {
        empty(made == TopologyEdits.Made.NEW ? 201 : 204);
    }

    /** Answers without a body. */
    void empty(int status) {
        exchange.answer(ResponseHead.of(status, "", FRESH), exchange.allocate(0));
    }

    /** Answers 201 with where it is now. */
    void created(String location) {
        exchange.answer(
                ResponseHead.of(201, "", FRESH),
                ResponseHead.line("Location", location),
                exchange.allocate(0));
    }

    void fail(ApiError error) {
        if (error.status() == 401 && route.writes() && route.operation().changes()) {
            administration
                    .access()
                    .denied()
                    .note(principal.caller(), deed(), target(), error.reason());
        }
        json(
                error.status(),
                Members.of("error", error.error()).and("reason", error.reason()).all());
    }

    private String deed() {
        return route.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** What the path names last. */
    private String target() {
        return segments.getLast();
    }

    /** Runs a step; a failure in it is the answer. */
    void attempt(Runnable step) {
        try {
            step.run();
        } catch (ApiError error) {
            fail(error);
        } catch (AmqpFailure failure) {
            fail(ApiError.of(failure));
        } catch (PolicyRefused refused) {
            fail(ApiError.of(refused));
        }
    }

    /** A reply whose refusal is answered, and whose value goes on to the next step. */
    <T> Reply<T> reply(Consumer<T> next) {
        return new Reply<>() {
            @Override
            public void ok(T value) {
                attempt(() -> next.accept(value));
            }

            @Override
            public void refused(Refusal refusal) {
                fail(ApiError.of(refusal));
            }
        };
    }
}
