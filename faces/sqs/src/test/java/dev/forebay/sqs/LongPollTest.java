package dev.forebay.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LongPollTest {
    private static final String WISH = "{\"QueueUrl\":\"/queue/q\",\"WaitTimeSeconds\":20}";

    private FaceServer server;
    private Http http;

    @BeforeEach
    void start() throws Exception {
        server = FaceServer.plain();
        http = new Http(server.url());
        http.json("CreateQueue", "{\"QueueName\":\"q\"}");
    }

    @AfterEach
    void stop() {
        http.close();
        server.close();
    }

    private CompletableFuture<HttpResponse<String>> waiting() throws Exception {
        CompletableFuture<HttpResponse<String>> answer =
                CompletableFuture.supplyAsync(() -> {
                    try {
                        return http.json("ReceiveMessage", WISH);
                    } catch (Exception failed) {
                        throw new IllegalStateException(failed);
                    }
                });
        await().until(() -> server.onLane(queues -> queues.waiting("q")) == 1);
        return answer;
    }

    private Socket rawWaiting() throws Exception {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.getOutputStream()
                .write(
                        ("POST / HTTP/1.1\r\nHost: a\r\nX-Amz-Target: AmazonSQS.ReceiveMessage\r\n"
                                        + "Content-Length: "
                                        + WISH.length()
                                        + "\r\n\r\n"
                                        + WISH)
                                .getBytes(StandardCharsets.US_ASCII));
        await().until(() -> server.onLane(queues -> queues.waiting("q")) == 1);
        return socket;
    }

    @Test
    void it_ends_when_a_message_comes() throws Exception {
        CompletableFuture<HttpResponse<String>> answer = waiting();
        http.json("SendMessage", "{\"QueueUrl\":\"/queue/q\",\"MessageBody\":\"now\"}");
        assertThat(answer.get().body()).contains("\"Body\":\"now\"");
    }

    @Test
    void it_ends_with_its_connection() throws Exception {
        Socket socket = rawWaiting();
        socket.close();
        await().until(() -> server.onLane(queues -> queues.cancelled("q")) == 1);
        int left = server.onLane(queues -> queues.waiting("q"));
        assertThat(left).isZero();
    }

    @Test
    void what_can_no_longer_be_delivered_goes_back() throws Exception {
        Socket socket = rawWaiting();
        int ready =
                server.onLane(queues -> {
                    close(socket);
                    queues.sendText("q", "lost?");
                    return queues.ready("q");
                });
        assertThat(ready).isZero();
        await().until(() -> server.onLane(queues -> queues.ready("q")) == 1);
    }

    private static void close(Socket socket) {
        try {
            // A reset instead of a farewell: writing to it fails at once.
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
