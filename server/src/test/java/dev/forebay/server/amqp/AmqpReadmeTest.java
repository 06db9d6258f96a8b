package dev.forebay.server.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's example for RabbitMQ's Java client does what it shows. */
class AmqpReadmeTest {
    private static final Path README = Path.of("../README.md");
    private static final Pattern EXAMPLE =
            Pattern.compile("### RabbitMQ clients\n.*?```java\n(.*?)```", Pattern.DOTALL);
    private static final String USUAL_ADDRESS = "amqp://127.0.0.1:5672";
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
            String example = example().replace(USUAL_ADDRESS, "amqp://127.0.0.1:" + server.port());
            Path source =
                    Files.writeString(
                            folder.resolve("Example.java"), AROUND.replace("{example}", example));
            int compiled =
                    ToolProvider.getSystemJavaCompiler()
                            .run(
                                    null,
                                    null,
                                    null,
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    source.toString());
            assertThat(compiled).isZero();
            run();
            var queue = server.channel().queueDeclarePassive("hello");
            assertThat(queue.getMessageCount()).isZero();
        }
    }

    private void run() throws Exception {
        URL[] places = {folder.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(places, getClass().getClassLoader())) {
            var _ = loader.loadClass("Example").getMethod("run").invoke(null);
        }
    }

    private static String example() throws Exception {
        Matcher found = EXAMPLE.matcher(Files.readString(README));
        assertThat(found.find()).as("an example for RabbitMQ's clients in the README").isTrue();
        return found.group(1);
    }
}
