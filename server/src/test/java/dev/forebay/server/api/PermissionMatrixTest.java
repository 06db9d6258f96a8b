package dev.forebay.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.access.Operation;
import dev.forebay.access.Role;
import dev.forebay.access.Rule;
import dev.forebay.httpapi.Route;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
 * Every route, asked by a user of each role over a real socket, decides as the table of operations
 * says, whether the queue exists or not; and the SQS face decides the same.
 */
class PermissionMatrixTest {
    private static final String NOWHERE = "nowhere";

    /** What has to be asked for, where an empty object asks for nothing. */
    private static final Map<Route, String> BODIES =
            Map.of(
                    Route.CREATE_QUEUE,
                    "{\"name\": \"made\"}",
                    Route.CHANGE,
                    "{\"acks\": [{\"queue\": \"nowhere\", \"lease\": \"x\"}]}",
                    Route.CHANGE_QUEUE,
                    "{\"settings\": {\"leaseMillis\": 1000}}",
                    Route.PUT_SCHEDULE,
                    "{\"queue\": \"nowhere\", \"when\": \"@daily\", \"message\": {\"body\": 1}}",
                    Route.PREVIEW_SCHEDULE,
                    "{\"when\": \"@daily\"}");

    private static final List<Asker> ASKERS = new ArrayList<>();
    private static UsersServer users;
    private static ApiClient stranger;

    /** A user of one role, in both languages. */
    private record Asker(Role role, ApiClient api, SqsClient sqs) {}

    @BeforeAll
    static void start() throws Exception {
        // Decisions are made on the lane, which connections of the second loop have to go to.
        users = new UsersServer("--http-event-loops", "2");
        stranger = users.stranger();
        try (ApiClient admin = users.admin()) {
            for (Role role : Role.values()) {
                String user = "user-" + role.word();
                admin.post(
                                "/v1/users",
                                "{\"name\": \""
                                        + user
                                        + "\", \"roles\": [\""
                                        + role.word()
                                        + "\"]}")
                        .expect(201);
                String token = UsersServer.token(admin, user, "{}");
                ASKERS.add(
                        new Asker(
                                role,
                                users.server().client("Authorization", "Bearer " + token),
                                sqs(admin.post("/v1/users/" + user + "/keys", "{}").json())));
            }
        }
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
                    .as("%s for %s, which gave %s", route, asker.role(), status)
                    .isEqualTo(allows(asker.role(), route.operation()));
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
            assertThat(ask(asker.api(), route, "user-" + asker.role().word())).isNotIn(401, 403);
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
                    different.add(twin.route() + " for " + asker.role());
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
