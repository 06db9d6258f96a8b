package dev.forebay.server.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.server.pages.PageExample;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's example for RabbitMQ's Java client does what it shows. */
class AmqpReadmeTest {
    private static final String AROUND =
            """
            import com.rabbitmq.client.*;
            import java.nio.charset.StandardCharsets;

            public final class Example {
                public static void run() throws Exception {
            {example}
                }
            }
            """;

    @TempDir private Path folder;

    @Test
    void the_example_compiles_sends_and_acks() throws Exception {
        try (AmqpServer server = new AmqpServer()) {
            Class<?> example =
                    PageExample.of("README.md", "### RabbitMQ clients", "java")
                            .with("amqp://127.0.0.1:5672", "amqp://127.0.0.1:" + server.port())
                            .compile(folder, "Example", AROUND);

            var _ = example.getMethod("run").invoke(null);

            var queue = server.channel().queueDeclarePassive("hello");
            assertThat(queue.getMessageCount()).isZero();
        }
    }
}
