package dev.forebay.server.amqp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Messages that no ordinary file of the commit log takes. */
class LargeMessageTest {
    private static final String QUEUE = "large";
    private static final byte[] BODY = new byte[100 << 20];

    private static final byte[] NO_TEXT = new byte[17 << 20];

    static {
        new Random(7).nextBytes(BODY);
    }

    @Test
    void one_of_a_hundred_mebibytes_outlives_a_restart_and_holds_up_nobody() throws Exception {
        try (AmqpServer server = new AmqpServer("--amqp-max-message-size", "128MiB");
                HttpClient http = HttpClient.newHttpClient()) {
            Channel sender = server.channel();
            sender.queueDeclare(QUEUE, true, false, false, null);
            sender.confirmSelect();
            sender.basicPublish("", QUEUE, MessageProperties.PERSISTENT_BASIC, BODY);
            sender.basicPublish("", QUEUE, MessageProperties.PERSISTENT_BASIC, new byte[] {'1'});
            sender.basicPublish("", QUEUE, MessageProperties.PERSISTENT_BASIC, NO_TEXT);
            sender.basicPublish("", QUEUE, MessageProperties.PERSISTENT_BASIC, new byte[] {'2'});
            sender.waitForConfirmsOrDie(60_000);

            server.restart();

            ConnectionFactory willing = server.factory();
            willing.setMaxInboundMessageBodySize(BODY.length + 1);
            try (Connection reader = willing.newConnection()) {
                GetResponse got = reader.createChannel().basicGet(QUEUE, false);
                assertThat(Arrays.equals(got.getBody(), BODY)).isTrue();
            }
            String all = "{\"count\":4,\"ackmode\":\"ack_requeue_true\",\"encoding\":\"auto\"";
            assertThat(receive(http, got(server, all + "}"))).contains("payload_too_large");
            assertThat(receive(http, got(server, all + ",\"truncate\":5}")))
                    .containsSubsequence(
                            "\"payload_bytes\":" + BODY.length,
                            "\"payload_bytes\":1",
                            "\"payload_bytes\":" + NO_TEXT.length,
                            "\"payload_bytes\":1");

            // Each meets a large one, which steps back, and waits on.
            assertThat(receive(http, overSqs(server))).contains("\"Body\":\"1\"");
            assertThat(receive(http, overHttp(server))).contains("\"body\":\"2\"");
            assertThatThrownBy(() -> server.channel().queueDelete(QUEUE, false, true))
                    .cause()
                    .hasMessageContaining("not empty");
        }
    }

    private static String receive(HttpClient http, HttpRequest.Builder asked) throws Exception {
        return http.send(asked.build(), HttpResponse.BodyHandlers.ofString(UTF_8)).body();
    }

    private static HttpRequest.Builder got(AmqpServer server, String wish) {
        return HttpRequest.newBuilder(server.http().resolve("/api/queues/%2F/large/get"))
                .header("Authorization", "Basic Z3Vlc3Q6Z3Vlc3Q=")
                .POST(HttpRequest.BodyPublishers.ofString(wish));
    }

    private static HttpRequest.Builder overHttp(AmqpServer server) {
        return HttpRequest.newBuilder(server.http().resolve("/v1/queues/large/receive"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"waitMillis\":20000}"));
    }

    private static HttpRequest.Builder overSqs(AmqpServer server) {
        return HttpRequest.newBuilder(server.http().resolve("/"))
                .header("Content-Type", "application/x-amz-json-1.0")
                .header("X-Amz-Target", "AmazonSQS.ReceiveMessage")
                .POST(
                        HttpRequest.BodyPublishers.ofString(
                                "{\"QueueUrl\":\"/000000000000/large\",\"WaitTimeSeconds\":20}"));
    }
}
