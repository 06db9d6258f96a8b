package dev.forebay.server.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.awspring.cloud.sqs.operations.SqsTemplate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.messaging.support.MessageBuilder;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Spring Cloud AWS: its template sends, its listener containers receive. */
@ExtendWith(RunningServer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SpringListenerTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final SqsClient sqs;
    private final TestQueue dead;
    private final AnnotationConfigApplicationContext context =
            new AnnotationConfigApplicationContext();
    private final SqsTemplate template;
    private final SpringListeners listeners;

    SpringListenerTest(SdkClients clients) {
        // It reports at length that a listener failed, which is what is tested.
        ((Logger) LoggerFactory.getLogger("io.awspring")).setLevel(Level.OFF);
        sqs = clients.sync();
        dead = TestQueue.standard(sqs);
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource("queues", queues()));
        context.registerBean(SqsAsyncClient.class, clients::async);
        context.register(SpringListeners.class);
        context.refresh();
        template = context.getBean(SqsTemplate.class);
        listeners = context.getBean(SpringListeners.class);
    }

    private Map<String, Object> queues() {
        var failing =
                Map.of(
                        QueueAttributeName.REDRIVE_POLICY,
                        """
                        {"deadLetterTargetArn":"%s","maxReceiveCount":2}\
                        """
                                .formatted(dead.arn()),
                        QueueAttributeName.VISIBILITY_TIMEOUT,
                        "1");
        var fifo =
                Map.of(
                        QueueAttributeName.FIFO_QUEUE, "true",
                        QueueAttributeName.CONTENT_BASED_DEDUPLICATION, "true");
        return Map.of(
                "queue.plain", TestQueue.standard(sqs).url(),
                "queue.batch", TestQueue.standard(sqs).url(),
                "queue.failing", TestQueue.with(sqs, failing).url(),
                "queue.fifo", TestQueue.with(sqs, fifo).url());
    }

    private String queue(String key) {
        return context.getEnvironment().getRequiredProperty("queue." + key);
    }

    @AfterAll
    void close() {
        context.close();
    }

    @Test
    void a_listener_hears_what_the_template_sends() {
        template.send(to -> to.queue(queue("plain")).payload("hello").header("colour", "blue"));

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(listeners.heard).containsExactly("hello in blue"));
        awaitSettled(queue("plain"));
    }

    @Test
    void a_batch_listener_hears_several_at_once() {
        template.sendMany(
                queue("batch"),
                IntStream.range(0, 10)
                        .mapToObj(i -> MessageBuilder.withPayload("m" + i).build())
                        .toList());

        await().atMost(SOON).untilAsserted(() -> assertThat(listeners.inBatches).hasSize(10));
        awaitSettled(queue("batch"));
    }

    @Test
    void a_message_whose_listener_fails_is_tried_again_and_then_dead_lettered() {
        template.send(queue("failing"), "poison");

        assertThat(dead.receiveOne().body()).isEqualTo("poison");
        assertThat(listeners.failed).containsExactly("poison", "poison");
    }

    @Test
    void a_fifo_listener_hears_each_group_in_order() {
        for (int i = 0; i < 5; i++) {
            String body = String.valueOf(i);
            for (String group : List.of("a", "b")) {
                template.send(
                        to -> to.queue(queue("fifo")).payload(group + body).messageGroupId(group));
            }
        }

        await().atMost(SOON).untilAsserted(() -> assertThat(listeners.ordered).hasSize(10));
        assertThat(listeners.ordered)
                .containsSubsequence("a0", "a1", "a2", "a3", "a4")
                .containsSubsequence("b0", "b1", "b2", "b3", "b4");
    }

    private void awaitSettled(String url) {
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(new TestQueue(sqs, url).attributes())
                                .containsEntry(
                                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, "0")
                                .containsEntry(
                                        QueueAttributeName
                                                .APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
                                        "0"));
    }
}
