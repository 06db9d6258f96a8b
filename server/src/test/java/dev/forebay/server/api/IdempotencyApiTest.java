package dev.forebay.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.server.api.ApiClient.Answer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A request under a key is carried out once, however often it is asked. */
class IdempotencyApiTest {
    private static HttpRequest.Builder send(ApiClient api, String key, String body) {
        return api.json("/v1/queues/q/messages")
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString(body));
    }

    @Test
    void a_repeated_request_gets_the_same_answer_also_after_a_restart() throws Exception {
        try (ApiServer server = new ApiServer();
                ApiClient api = server.client()) {
            api.post("/v1/queues", "{\"name\": \"q\"}").expect(201);
            Answer first = api.send(send(api, "k1", "{\"body\": 1}")).expect(201);
            Answer again = api.send(send(api, "k1", "{\"body\": 1}")).expect(201);
            assertThat(again.response().body()).isEqualTo(first.response().body());
            assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
            Answer other = api.send(send(api, "k1", "{\"body\": 2}")).expect(422);
            assertThat(other.json().path("type").asString()).isEqualTo("/v1/problems/key-reused");
            Answer refused = api.send(send(api, "k2", "{\"body\": 1, \"x\": 1}")).expect(422);
            server.restart();
            try (ApiClient later = server.client()) {
                Answer late = later.send(send(later, "k1", "{\"body\": 1}")).expect(201);
                assertThat(late.response().body()).isEqualTo(first.response().body());
                Answer same = later.send(send(later, "k2", "{\"body\": 1, \"x\": 1}")).expect(422);
                assertThat(same.response().body()).isEqualTo(refused.response().body());
                assertThat(later.get("/v1/queues/q/stats").json().path("sent").asInt())
                        .isEqualTo(1);
            }
        }
    }

    @Test
    void of_many_at_once_one_is_carried_out() throws Exception {
        try (ApiServer server = new ApiServer();
                ApiClient api = server.client()) {
            api.post("/v1/queues", "{\"name\": \"q\"}").expect(201);
            List<CompletableFuture<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                answers.add(
                        CompletableFuture.supplyAsync(() -> {
                            try {
                                return api.send(send(api, "k", "{\"body\": 1}")).status();
                            } catch (Exception broken) {
                                throw new IllegalStateException(broken);
                            }
                        }));
            }
            assertThat(answers.stream().map(CompletableFuture::join).toList())
                    .isSubsetOf(201, 409)
                    .contains(201);
            assertThat(api.get("/v1/queues/q/stats").json().path("sent").asInt()).isEqualTo(1);
        }
    }

    @Test
    void where_a_key_makes_no_sense_it_is_refused() throws Exception {
        try (ApiServer server = new ApiServer();
                ApiClient api = server.client()) {
            api.post("/v1/queues", "{\"name\": \"q\"}").expect(201);
            api.send(
                            api.json("/v1/queues/q/receive")
                                    .header("Idempotency-Key", "k")
                                    .POST(BodyPublishers.ofString("{}")))
                    .expect(422);
            api.send(api.request("/v1/queues").header("Idempotency-Key", "k").GET()).expect(422);
            api.send(
                            api.request("/v1/queues/q/messages")
                                    .header("Content-Type", "application/x-ndjson")
                                    .header("Idempotency-Key", "k")
                                    .POST(BodyPublishers.ofString("{\"body\": 1}\n")))
                    .expect(422);
            assertThat(api.get("/v1/queues/q/stats").json().path("sent").asInt()).isZero();
        }
    }
}
