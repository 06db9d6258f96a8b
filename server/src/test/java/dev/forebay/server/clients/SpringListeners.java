package dev.forebay.server.clients;

import io.awspring.cloud.sqs.annotation.SqsListener;
import io.awspring.cloud.sqs.config.SqsBootstrapConfiguration;
import io.awspring.cloud.sqs.config.SqsMessageListenerContainerFactory;
import io.awspring.cloud.sqs.operations.SqsTemplate;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.messaging.handler.annotation.Header;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;

/** An application with listeners, as a user of Spring Cloud AWS writes it. */
@Configuration
@Import(SqsBootstrapConfiguration.class)
class SpringListeners {
    private static final Duration POLL = Duration.ofSeconds(2);

    final Queue<String> heard = new ConcurrentLinkedQueue<>();
    final Queue<String> inBatches = new ConcurrentLinkedQueue<>();
    final Queue<String> failed = new ConcurrentLinkedQueue<>();
    final Queue<String> ordered = new ConcurrentLinkedQueue<>();

    @Bean
    SqsTemplate template(SqsAsyncClient sqs) {
        return SqsTemplate.newTemplate(sqs);
    }

    @Bean
    SqsMessageListenerContainerFactory<Object> defaultSqsListenerContainerFactory(
            SqsAsyncClient sqs) {
        return SqsMessageListenerContainerFactory.builder()
                .sqsAsyncClient(sqs)
                .configure(options -> options.pollTimeout(POLL).acknowledgementInterval(POLL))
                .build();
    }

    @SqsListener("${queue.plain}")
    void hear(String body, @Header("colour") String colour) {
        heard.add(body + " in " + colour);
    }

    @SqsListener("${queue.batch}")
    void hearSeveral(List<String> bodies) {
        inBatches.addAll(bodies);
    }

    @SqsListener("${queue.failing}")
    void fail(String body) {
        failed.add(body);
        throw new IllegalStateException("a listener that always fails");
    }

    @SqsListener("${queue.fifo}")
    void hearInOrder(String body) {
        ordered.add(body);
    }
}
