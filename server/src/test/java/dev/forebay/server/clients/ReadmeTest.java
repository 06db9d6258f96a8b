package dev.forebay.server.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.server.pages.PageExample;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The README's Java example does what it shows. .ci/clients/docs runs the others. */
@ExtendWith(RunningServer.class)
class ReadmeTest {
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
        Class<?> example =
                PageExample.of("README.md", "**Java (AWS SDK 2)**", "java")
                        .with("http://127.0.0.1:9324", clients.endpoint().toString())
                        .with("\"hello\"", "\"" + name + "\"")
                        .with(".build();", ".httpClient(UrlConnectionHttpClient.create()).build();")
                        .compile(folder, "Example", AROUND);

        var _ = example.getMethod("run").invoke(null);

        try (SqsClient sqs = clients.sync()) {
            String url = sqs.getQueueUrl(ask -> ask.queueName(name)).queueUrl();
            assertThat(sqs.receiveMessage(ask -> ask.queueUrl(url).waitTimeSeconds(10)).messages())
                    .extracting(message -> message.body())
                    .containsExactly("Hi there");
        }
    }
}
