package dev.forebay.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.access.Operation;
import dev.forebay.access.Role;
import dev.forebay.access.Rule;
import dev.forebay.access.vhost.VhostPermission;
import dev.forebay.engine.Caller;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.httpapi.Route;
import dev.forebay.server.process.ForebayServer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SqsException;
import tools.jackson.databind.JsonNode;

/**
 * Every route, asked by a user of each role and of each permission over a real socket, decides as
 * the table of operations says, whether the queue exists or not; and the SQS face decides the same.
 */
class PermissionMatrixTest {
    private static final String NOWHERE = "nowhere";

    /** What has to be asked for, where an empty object asks for nothing. */
    private static final Map<Route, String> BODIES =
            Map.of(
                    Route.CREATE_QUEUE,
                    "{\"name\": \"made\"}",
                    Route.PREVIEW_QUEUE,
                    "{\"name\": \"previewed\"}",
                    Route.CHANGE,
                    "{\"acks\": [{\"queue\": \"nowhere\", \"lease\": \"x\"}]}",
                    Route.CHANGE_QUEUE,
                    "{\"settings\": {\"leaseMillis\": 1000}}",
                    Route.PUT_SCHEDULE,
                    "{\"queue\": \"nowhere\", \"when\": \"@daily\", \"message\": {\"body\": 1}}",
                    Route.PREVIEW_SCHEDULE,
                    "{\"when\": \"@daily\"}");

    /** RabbitMQ's three permissions, each by itself. */
    private static final List<VhostPermission> PERMISSIONS =
            List.of(
                    VhostPermission.of("configurer", "/", ".*", "", ""),
                    VhostPermission.of("writer", "/", "", ".*", ""),
                    VhostPermission.of("reader", "/", "", "", ".*"));

    private static final List<Asker> ASKERS = new ArrayList<>();
    private static UsersServer users;
    private static ApiClient stranger;

    /** What a user may do, by role or by permission. */
    private interface Allowance {
        boolean allows(Operation operation);
    }

    /** A user, in both languages. */
    private record Asker(String user, Allowance may, ApiClient api, SqsClient sqs) {}

    @BeforeAll
    static void start() throws Exception {
        // Decisions are made on the lane, which connections of the second loop have to go to.
        users = new UsersServer("--http-event-loops", "2");
        stranger = users.stranger();
        try (ApiClient admin = users.admin()) {
            for (Role role : Role.values()) {
                add(
                        admin,
                        "user-" + role.word(),
                        "\"" + role.word() + "\"",
                        operation -> allows(role, operation));
            }
            for (VhostPermission permission : PERMISSIONS) {
                add(admin, permission.user(), "", operation -> allows(permission, operation));
                permit(permission);
            }
        }
    }

    private static void add(ApiClient admin, String user, String roles, Allowance may)
            throws Exception {
        admin.post("/v1/users", "{\"name\": \"" + user + "\", \"roles\": [" + roles + "]}")
                .expect(201);
        String token = UsersServer.token(admin, user, "{}");
        ASKERS.add(
                new Asker(
                        user,
                        may,
                        users.server().client("Authorization", "Bearer " + token),
                        sqs(admin.post("/v1/users/" + user + "/keys", "{}").json())));
    }

    private static void permit(VhostPermission permission) throws Exception {
        ForebayServer server = users.server().server();
        CompletableFuture<VhostPermission> put = new CompletableFuture<>();
        server.lane()
                .execute(() ->
                        server.access()
                                .vhosts()
                                .put(
                                        Caller.IN_PROCESS,
                                        permission,
                                        new Reply<>() {
                                            @Override
                                            public void ok(VhostPermission value) {
                                                put.complete(value);
                                            }

                                            @Override
                                            public void refused(Refusal refusal) {
                                                put.completeExceptionally(
                                                        new IllegalStateException(
                                                                refusal.message()));
                                            }
                                        }));
        assertThat(put.get(20, TimeUnit.SECONDS)).isEqualTo(permission);
    }

    private static SqsClient sqs(JsonNode key) {
        return SqsClient.builder()
                .endpointOverride(users.server().uri())
                .region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create(
                                        key.path("key").asString(), key.path("secret").asString())))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    @AfterAll
    static void stop() throws Exception {
        ASKERS.forEach(asker -> {
            asker.api().close();
            asker.sqs().close();
        });
        stranger.close();
        users.close();
    }

    private static boolean allows(Role role, Operation operation) {
        return switch (operation.rule()) {
            case Rule.OnQueue rule -> role.rights().has(rule.right());
            case Rule.OnServer rule -> role.rights().has(rule.right());
            case Rule.Oneself _ -> role == Role.ADMIN;
            case Rule.SignedIn _, Rule.Anyone _ -> true;
        };
    }

    private static boolean allows(VhostPermission permission, Operation operation) {
        return switch (operation.rule()) {
            case Rule.OnQueue _ -> permission.allows(operation, NOWHERE);
            case Rule.OnServer _, Rule.Oneself _ -> false;
            case Rule.SignedIn _, Rule.Anyone _ -> true;
        };
    }

    /** Asks for what cannot be had: who is let in hears so, and nothing is changed. */
    private static int ask(ApiClient client, Route route, String user) throws Exception {
        String path =
                route.path()
                        .replace("{queue}", NOWHERE)
                        .replace("{user}", user)
                        .replace("{outcome}", "ack")
                        .replace("{change}", "pause")
                        .replaceAll("\\{\\w+}", "none");
        if (route == Route.MAY) {
            path += "?operation=see-server";
        }
        String body = route.method().equals("GET") ? "" : BODIES.getOrDefault(route, "{}");
        HttpRequest.Builder request =
                client.json(path).method(route.method(), BodyPublishers.ofString(body));
        return client.status(request);
    }

    @ParameterizedTest
    @EnumSource(
            value = Route.class,
            mode = EnumSource.Mode.EXCLUDE,
            // A wrong password is a 401 of its own; credit is for whoever holds the stream.
            names = {"SIGN_IN", "ADD_CREDIT"})
    void a_route_lets_in_whom_the_table_says(Route route) throws Exception {
        for (Asker asker : ASKERS) {
            int status = ask(asker.api(), route, "nobody");

            boolean denied = status == 401 || status == 403;
            assertThat(!denied)
                    .as("%s for %s, which gave %s", route, asker.user(), status)
                    .isEqualTo(asker.may().allows(route.operation()));
        }
        boolean forAnyone = route.operation().rule() instanceof Rule.Anyone;
        assertThat(ask(stranger, route, "nobody") == 401).isEqualTo(!forAnyone);
    }

    @ParameterizedTest
    @EnumSource(
            value = Route.class,
            names = {"SET_PASSWORD", "ROTATE_KEY", "REVOKE_KEY", "REVOKE_TOKEN"})
    void everybody_sees_to_his_own(Route route) throws Exception {
        for (Asker asker : ASKERS) {
            assertThat(ask(asker.api(), route, asker.user())).isNotIn(401, 403);
        }
    }

    /** One thing, asked for in two languages. */
    private record Twin(Route route, Consumer<SqsClient> action) {}

    private static List<Twin> twins() {
        String url = users.server().uri() + "/000000000000/" + NOWHERE;
        return List.of(
                new Twin(Route.SEND, sqs -> sqs.sendMessage(r -> r.queueUrl(url).messageBody("b"))),
                new Twin(Route.RECEIVE, sqs -> sqs.receiveMessage(r -> r.queueUrl(url))),
                new Twin(
                        Route.SETTLE,
                        sqs -> sqs.deleteMessage(r -> r.queueUrl(url).receiptHandle("h"))),
                new Twin(Route.PURGE_QUEUE, sqs -> sqs.purgeQueue(r -> r.queueUrl(url))),
                new Twin(Route.DELETE_QUEUE, sqs -> sqs.deleteQueue(r -> r.queueUrl(url))),
                new Twin(Route.SHOW_QUEUE, sqs -> sqs.getQueueAttributes(r -> r.queueUrl(url))),
                new Twin(
                        Route.CHANGE_QUEUE,
                        sqs ->
                                sqs.setQueueAttributes(r ->
                                        r.queueUrl(url)
                                                .attributesWithStrings(
                                                        Map.of("DelaySeconds", "1")))),
                new Twin(
                        Route.TAG_QUEUE,
                        sqs -> sqs.tagQueue(r -> r.queueUrl(url).tags(Map.of("a", "b")))),
                new Twin(Route.LIST_QUEUES, SqsClient::listQueues));
    }

    @Test
    void the_same_user_gets_the_same_decision_through_every_face() throws Exception {
        List<String> different = new ArrayList<>();
        for (Twin twin : twins()) {
            for (Asker asker : ASKERS) {
                int status = ask(asker.api(), twin.route(), "nobody");
                if ((status == 403) != denies(asker.sqs(), twin.action())) {
                    different.add(twin.route() + " for " + asker.user());
                }
            }
        }
        assertThat(different).isEmpty();
    }

    private static boolean denies(SqsClient sqs, Consumer<SqsClient> action) {
        try {
            action.accept(sqs);
            return false;
        } catch (SqsException refused) {
            return refused.awsErrorDetails().errorCode().contains("AccessDenied");
        }
    }
}
