package dev.forebay.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.engine.Caller;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the engine is told about who sends. */
class CallersTest {
    private static void post(HttpClient client, FaceServer server, String action, String body)
            throws Exception {
        HttpResponse<String> answer =
                client.send(
                        HttpRequest.newBuilder(URI.create(server.url() + "/"))
                                .header("X-Amz-Target", "AmazonSQS." + action)
                                .header("Content-Type", "application/x-amz-json-1.0")
                                .header("User-Agent", "billing/7")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void all_requests_of_a_connection_come_from_one_and_the_same_caller() throws Exception {
        try (FaceServer server = FaceServer.plain();
                HttpClient client =
                        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            String message = "{\"QueueUrl\":\"/queue/q\",\"MessageBody\":\"m\"}";
            post(client, server, "CreateQueue", "{\"QueueName\":\"q\"}");
            post(client, server, "SendMessage", message);
            post(client, server, "SendMessage", message);

            List<Caller> senders = server.onLane(queues -> List.copyOf(queues.senders));
            assertThat(senders).hasSize(2);
            assertThat(senders.get(0))
                    .isSameAs(senders.get(1))
                    .isEqualTo(new Caller("sqs", "", "127.0.0.1", "billing/7"));
        }
    }
}
