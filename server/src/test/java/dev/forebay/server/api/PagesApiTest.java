package dev.forebay.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Lists come in pages that stay in step while others change what is listed. */
class PagesApiTest {
    private static ApiServer server;
    private static ApiClient api;

    @BeforeAll
    static void start() throws Exception {
        server = new ApiServer();
        api = server.client();
    }

    @AfterAll
    static void stop() throws Exception {
        api.close();
        server.close();
    }

    private static String queue(String name, String settings) throws Exception {
        api.post("/v1/queues", "{\"name\": \"" + name + "\", \"settings\": " + settings + "}")
                .expect(201);
        return "/v1/queues/" + name;
    }

    /** What happens between two pages. */
    private interface Meanwhile {
        void happens() throws Exception;
    }

    /** The names of all that the pages show. */
    private static List<String> all(
            String address, String list, String name, int limit, Meanwhile meanwhile)
            throws Exception {
        String schema =
                switch (list) {
                    case "groups" -> "DeadLetterGroups";
                    case "consumers" -> "ConsumerList";
                    case "subscriptions" -> "SubscriptionList";
                    case "replays" -> "ReplayList";
                    default -> "RedriveList";
                };
        JsonSchema described = new JsonSchema(api.get("/v1/openapi.json").json());
        List<String> names = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = api.get(address + "?limit=" + limit + cursor).expect(200).json();
            assertThat(described.problems(schema, page)).isEmpty();
            assertThat(page.path(list)).hasSizeBetween(1, limit);
            page.path(list).forEach(one -> names.add(one.path(name).asString()));
            boolean isFirst = cursor.isEmpty();
            cursor = page.has("cursor") ? "&cursor=" + page.path("cursor").asString() : "";
            if (isFirst) {
                assertThat(cursor).isNotEmpty();
                meanwhile.happens();
            }
        } while (!cursor.isEmpty());
        api.get(address + "?cursor=bm8gbnVtYmVy.").expect(400);
        api.get(address + "?limit=0").expect(422);
        return names;
    }

    @Test
    void subscriptions_follow_in_the_order_they_were_made() throws Exception {
        String queue = queue("read", "{}");
        for (String name : List.of("c", "b", "a", "z")) {
            api.post(queue + "/subscriptions", "{\"name\": \"" + name + "\"}").expect(201);
        }
        assertThat(
                        all(
                                queue + "/subscriptions",
                                "subscriptions",
                                "name",
                                2,
                                () -> {
                                    api.delete(queue + "/subscriptions/c").expect(204);
                                    api.delete(queue + "/subscriptions/b").expect(204);
                                    api.post(queue + "/subscriptions", "{\"name\": \"0\"}")
                                            .expect(201);
                                }))
                .containsExactly("work", "c", "a", "z", "0");
        api.get(queue + "/subscriptions?cursor=eA").expect(400);
    }

    @Test
    void replays_follow_in_the_order_they_were_begun() throws Exception {
        String queue = queue("replayed", "{}");
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            numbers.add(replay(queue));
        }
        List<String> shown =
                all(queue + "/replays", "replays", "replay", 2, () -> numbers.add(replay(queue)));
        assertThat(shown).isEqualTo(numbers);
    }

    private static String replay(String queue) throws Exception {
        JsonNode begun = api.post(queue + "/replays", "{}").expect(201).json();
        return begun.path("replay").asString();
    }

    @Test
    void redrives_follow_the_newest_first() throws Exception {
        String queue = queue("redriven", "{}");
        var _ = queue("elsewhere", "{}");
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            numbers.addFirst(redrive(queue));
        }
        List<String> shown =
                all(
                        queue + "/redrives",
                        "redrives",
                        "redrive",
                        2,
                        () -> {
                            var _ = redrive(queue);
                        });
        assertThat(shown).isEqualTo(numbers);
    }

    private static String redrive(String queue) throws Exception {
        JsonNode begun = api.post(queue + "/redrives", "{\"intoQueue\": \"elsewhere\"}").json();
        String number = begun.path("redrive").asString();
        await().until(() -> api.get(queue + "/redrives/" + number).json().has("endedAt"));
        return number;
    }

    @Test
    void groups_of_dead_letters_come_once_though_their_order_changes() throws Exception {
        String dead = queue("dead", "{}");
        String queue = queue("dying", "{\"deadLetter\": {\"queue\": \"dead\"}}");
        for (int i = 1; i <= 4; i++) {
            bury(queue, "r" + i, i);
        }
        List<String> shown =
                all(dead + "/dead-letters", "groups", "reason", 2, () -> bury(queue, "r1", 5));
        assertThat(shown)
                .containsExactly("rejected: r4", "rejected: r3", "rejected: r1", "rejected: r2");
        api.get(dead + "/dead-letters?cursor=eA").expect(400);
    }

    private static void bury(String queue, String reason, int times) throws Exception {
        for (int i = 0; i < times; i++) {
            api.post(queue + "/messages", "{\"body\": 1}").expect(201);
            String lease =
                    api.post(queue + "/receive", "{\"waitMillis\": 5000}")
                            .json()
                            .at("/messages/0/lease")
                            .asString();
            api.post(queue + "/leases/" + lease + "/reject", "{\"reason\": \"" + reason + "\"}")
                    .expect(204);
        }
    }

    @Test
    void consumers_come_once_though_they_receive_meanwhile() throws Exception {
        String queue = queue("consumed", "{}");
        List<String> clients = List.of("a", "b", "c", "d", "e");
        for (String client : clients) {
            receive(queue, client);
        }
        List<String> shown =
                all(
                        queue + "/consumers",
                        "consumers",
                        "client",
                        2,
                        () -> {
                            for (String client : List.of("e", "b", "a")) {
                                receive(queue, client);
                            }
                        });
        assertThat(shown).isEqualTo(clients);
    }

    private static void receive(String queue, String client) throws Exception {
        try (ApiClient consumer = server.client("User-Agent", client)) {
            consumer.post(queue + "/receive", "{}").expect(200);
        }
    }
}
