package dev.forebay.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Half a surrogate pair can be written in JSON, and no UTF-8 can keep it. */
class SurrogatesApiTest {
    private static final String MESSAGES = "/v1/queues/q/messages";

    private static ApiServer server;
    private static ApiClient api;

    @BeforeAll
    static void start() throws Exception {
        server = new ApiServer();
        api = server.client();
        api.post("/v1/queues", "{\"name\": \"q\"}").expect(201);
    }

    @AfterAll
    static void stop() throws Exception {
        api.close();
        server.close();
    }

    private static void refused(String path, String member, String body) throws Exception {
        var answer = api.post(path, body).expect(422);
        assertThat(answer.json().path("type").asString()).isEqualTo("/v1/problems/invalid");
        assertThat(answer.json().path("detail").asString()).startsWith(member + ":");
    }

    @Test
    void half_a_pair_is_refused_wherever_text_is_kept() throws Exception {
        refused(MESSAGES, "body", "{\"body\": \"\\ud800\"}");
        refused(MESSAGES, "body", "{\"body\": \"a\\uDFFFb\", \"bodyEncoding\": \"text\"}");
        refused(MESSAGES, "body", "{\"body\": \"\\ud83d\\\\ude00\"}");
        refused(MESSAGES, "body", "{\"body\": \"\\ude00\\ud83d\"}");
        refused(MESSAGES, "key", "{\"body\": \"\", \"key\": \"\\ud800\"}");
        refused(MESSAGES, "headers.a", "{\"body\": \"\", \"headers\": {\"a\": \"\\ud800\"}}");
        refused(MESSAGES, "headers.a", "{\"body\": \"\", \"headers\": {\"a\": [\"\\udc00\"]}}");
        refused(
                MESSAGES,
                "headerTypes.a",
                "{\"body\": \"\", \"headerTypes\": {\"a\": \"Number.\\ud800\"}}");
        refused(MESSAGES, "deduplicationId", "{\"body\": \"\", \"deduplicationId\": \"\\udbff\"}");
        refused(MESSAGES, "awsTraceHeader", "{\"body\": \"\", \"awsTraceHeader\": \"\\udbff\"}");
        refused("/v1/queues", "name", "{\"name\": \"\\ud800\"}");
        refused("/v1/queues/q/redrives", "ids", "{\"ids\": [\"\\ud800\"]}");
        refused(
                "/v1/queues/q/settle",
                "settlements[0]: reason",
                "{\"settlements\": [{\"lease\": \"x\", \"outcome\": \"reject\","
                        + " \"reason\": \"\\ud800\"}]}");
    }

    @Test
    void half_a_pair_is_refused_in_names() throws Exception {
        for (String half : new String[] {"\\ud800", "a\\uDFFFb", "\\ud83d.\\ude00"}) {
            String headers = "{\"body\": \"\", \"headers\": {\"" + half + "\": \"a\"}}";
            var answer = api.post(MESSAGES, headers).expect(400);
            assertThat(answer.json().path("type").asString())
                    .isEqualTo("/v1/problems/malformed-json");
        }
    }

    @Test
    void pairs_are_text_and_values_stay_as_they_were_written() throws Exception {
        api.post("/v1/queues", "{\"name\": \"kept\"}").expect(201);
        String kept = "/v1/queues/kept/messages";
        String value = "{\"a\": \"\\ud800\"}";
        api.post(kept, "{\"body\": \"\\ud83d\\uDE00 \\\\ud800\", \"key\": \"\\ud83d\\ude00\"}")
                .expect(201);
        api.post(kept, "{\"body\": " + value + "}").expect(201);
        api.post(kept, "{\"body\": \"\\ud800\", \"bodyEncoding\": \"json\"}").expect(201);
        var messages = api.post("/v1/queues/kept/receive", "{\"max\": 10}").expect(200);
        var bodies = messages.json().path("messages");
        assertThat(bodies.path(0).path("body").asString()).isEqualTo("\uD83D\uDE00 \\ud800");
        assertThat(bodies.path(0).path("key").asString()).isEqualTo("\uD83D\uDE00");
        assertThat(messages.response().body())
                .contains("\"body\":" + value)
                .contains("\"body\":\"\\ud800\"");
    }
}
