package dev.forebay.server.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The README's Java example does what it shows. .ci/clients/readme runs the others. */
@ExtendWith(RunningServer.class)
class ReadmeTest {
    private static final Path README = Path.of("../README.md");
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final String USUAL_ENDPOINT = "http://127.0.0.1:9324";
    private static final String AROUND =
            """
            import java.net.URI;
            import software.amazon.awssdk.auth.credentials.*;
            import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
            import software.amazon.awssdk.regions.Region;
            import software.amazon.awssdk.services.sqs.SqsClient;

            public final class Example {
                public static void run() {
            {example}
                }
            }
            """;

    @TempDir private Path folder;
    private final SdkClients clients;

    ReadmeTest(SdkClients clients) {
        this.clients = clients;
    }

    @Test
    void the_java_example_compiles_and_sends() throws Exception {
        String name = TestQueue.freshName("readme");
        // Two HTTP clients are on the tests' class path, and the SDK does not choose.
        String example =
                example()
                        .replace(USUAL_ENDPOINT, clients.endpoint().toString())
                        .replace("\"hello\"", "\"" + name + "\"")
                        .replace(
                                ".build();",
                                ".httpClient(UrlConnectionHttpClient.create()).build();");
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

        try (SqsClient sqs = clients.sync()) {
            String url = sqs.getQueueUrl(ask -> ask.queueName(name)).queueUrl();
            assertThat(sqs.receiveMessage(ask -> ask.queueUrl(url).waitTimeSeconds(10)).messages())
                    .extracting(message -> message.body())
                    .containsExactly("Hi there");
        }
    }

    private void run() throws Exception {
        URL[] places = {folder.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(places, getClass().getClassLoader())) {
            var _ = loader.loadClass("Example").getMethod("run").invoke(null);
        }
    }

    private static String example() throws IOException {
        Matcher found = JAVA.matcher(Files.readString(README));
        assertThat(found.find()).as("a Java example in the README").isTrue();
        return found.group(1);
    }
}
