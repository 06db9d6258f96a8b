package dev.forebay.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.server.process.ServerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A real process is killed while schedules run and messages wait for long. */
class ScheduleKillIT {
    private static final int DEATHS = 3;
    private static final String TICKS = "/v1/queues/ticks";
    private static final String WAITS = "/v1/queues/waits";
    private static final String TICK = "/v1/schedules/tick";

    @TempDir private Path data;

    @Test
    void p1_each_run_is_made_once_and_what_is_scheduled_stays() throws Exception {
        List<String> scheduled = new ArrayList<>();
        for (int death = 0; death < DEATHS; death++) {
            try (ServerProcess server = ServerProcess.start(data);
                    ApiClient api = new ApiClient(server.endpoint())) {
                create(api);
                scheduled.add(schedule(api));
                long before = runs(api);
                Awaitility.await()
                        .atMost(Duration.ofSeconds(30))
                        .until(() -> runs(api) >= before + 2);
                server.kill();
            }
        }
        try (ServerProcess server = ServerProcess.start(data);
                ApiClient api = new ApiClient(server.endpoint())) {
            long runs = api.post(TICK + "/disable", "").expect(200).json().path("runs").asLong();
            assertThat(runs).isGreaterThanOrEqualTo(2 * DEATHS);
            assertThat(received(api))
                    .containsExactlyElementsOf(LongStream.rangeClosed(1, runs).boxed().toList());
            assertThat(waiting(api)).containsExactlyInAnyOrderElementsOf(scheduled);
        }
    }

    private static void create(ApiClient api) throws Exception {
        for (String queue : List.of("ticks", "waits")) {
            api.post("/v1/queues", "{\"name\": \"" + queue + "\"}").expect(201);
        }
        JsonNode tick = api.get(TICK).json();
        if (tick.path("runs").isMissingNode()) {
            api.put(
                            TICK,
                            """
                            {"queue": "ticks", "when": "every 1s", "missedRuns": "all",
                             "message": {"body": "tick"}}\
                            """)
                    .expect(201);
        }
    }

    private static String schedule(ApiClient api) throws Exception {
        return api.post(WAITS + "/messages", "{\"body\": \"x\", \"delayMillis\": 3600000}")
                .expect(201)
                .json()
                .path("id")
                .asString();
    }

    private static long runs(ApiClient api) throws Exception {
        return api.get(TICK).expect(200).json().path("runs").asLong();
    }

    /** The runs' numbers, in the order of delivery. */
    private static List<Long> received(ApiClient api) throws Exception {
        List<Long> runs = new ArrayList<>();
        JsonNode messages = api.post(TICKS + "/receive", "{\"max\": 1000}").expect(200).json();
        messages.path("messages")
                .forEach(message -> runs.add(message.path("schedule").path("run").asLong()));
        return runs;
    }

    private static List<String> waiting(ApiClient api) throws Exception {
        List<String> ids = new ArrayList<>();
        api.get(WAITS + "/scheduled")
                .expect(200)
                .json()
                .path("messages")
                .forEach(message -> ids.add(message.path("id").asString()));
        return ids;
    }
}
