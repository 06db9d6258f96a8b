package dev.forebay.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.server.process.ServerProcess;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A real process is killed amid changes under keys, all of which are then asked for again. */
class IdempotencyKillIT {
    private static final int CLIENTS = 16;
    private static final int DEATHS = 3;
    private static final int ANSWERS = 300;

    @TempDir private Path data;

    private final AtomicInteger next = new AtomicInteger();
    private final Set<Integer> answered = new ConcurrentSkipListSet<>();

    @Test
    void p1_no_change_is_carried_out_twice_and_none_that_was_answered_is_missing()
            throws Exception {
        for (int death = 0; death < DEATHS; death++) {
            askUntilKilled();
        }
        try (ServerProcess server = ServerProcess.start(data);
                ApiClient api = new ApiClient(server.endpoint())) {
            int asked = next.get();
            for (int i = 0; i < asked; i++) {
                int status = change(api, i);
                assertThat(status).as("change %d", i).isIn(200, 409);
                if (status == 200) {
                    answered.add(i);
                }
            }
            List<Integer> received = received(api);
            assertThat(received).doesNotHaveDuplicates().containsAll(answered);
        }
    }

    private void askUntilKilled() throws Exception {
        try (ServerProcess server = ServerProcess.start(data);
                ApiClient api = new ApiClient(server.endpoint());
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            api.post("/v1/queues", "{\"name\": \"q\"}").expect(201);
            int before = answered.size();
            for (int i = 0; i < CLIENTS; i++) {
                clients.execute(() -> askOn(api));
            }
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> answered.size() >= before + ANSWERS);
            server.kill();
        }
    }

    private void askOn(ApiClient api) {
        try {
            while (true) {
                int number = next.getAndIncrement();
                if (change(api, number) == 200) {
                    answered.add(number);
                }
            }
        } catch (IOException killed) {
            // Asked again after the last start.
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static int change(ApiClient api, int number) throws IOException, InterruptedException {
        String send = "{\"queue\": \"q\", \"message\": {\"body\": " + number + "}}";
        return api.send(
                        api.json("/v1/changes")
                                .header("Idempotency-Key", "k" + number)
                                .POST(BodyPublishers.ofString("{\"sends\": [" + send + "]}")))
                .status();
    }

    private static List<Integer> received(ApiClient api) throws Exception {
        List<Integer> bodies = new ArrayList<>();
        while (true) {
            JsonNode messages =
                    api.post("/v1/queues/q/receive", "{\"max\": 1000}")
                            .expect(200)
                            .json()
                            .path("messages");
            if (messages.isEmpty()) {
                return bodies;
            }
            messages.forEach(message -> bodies.add(message.path("body").asInt()));
        }
    }
}
