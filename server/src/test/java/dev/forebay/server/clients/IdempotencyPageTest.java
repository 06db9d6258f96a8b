package dev.forebay.server.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forebay.server.pages.PageExample;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Map;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * The Java recipe of docs/idempotency.md: its consumer dies between commit and ack, and the effect
 * is there once. .ci/clients/docs runs the others.
 */
@ExtendWith(RunningServer.class)
class IdempotencyPageTest {
    private static final String PAGE = "docs/idempotency.md";
    private static final String AROUND =
            """
            import java.sql.Connection;
            import java.sql.SQLException;
            import software.amazon.awssdk.services.sqs.SqsClient;
            import software.amazon.awssdk.services.sqs.model.Message;
            import tools.jackson.databind.JsonNode;
            import tools.jackson.databind.ObjectMapper;

            {example}
            """;
    private static final String PAYMENT =
            "{\"id\": \"payment-17\", \"account\": \"ann\", \"amount\": 42}";

    /** The end of a process. */
    private static final class Crash extends Error {
        private static final long serialVersionUID = 1;
    }

    @TempDir private Path folder;
    private final SdkClients clients;

    IdempotencyPageTest(SdkClients clients) {
        this.clients = clients;
    }

    @Test
    void what_is_delivered_twice_or_sent_twice_takes_effect_once() throws Exception {
        Method receive = recipe();
        try (SqsClient sqs = clients.sync();
                Connection database = database()) {
            TestQueue queue =
                    TestQueue.with(sqs, Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "1"));
            sqs.sendMessage(ask -> ask.queueUrl(queue.url()).messageBody(PAYMENT));

            assertThatThrownBy(
                            () -> receive.invoke(null, dyingAtTheAck(sqs), queue.url(), database))
                    .hasCauseInstanceOf(Crash.class);
            assertThat(balance(database)).isEqualTo(42);

            receive.invoke(null, sqs, queue.url(), database);
            assertThat(balance(database)).isEqualTo(42);
            assertThat(unsettled(sqs, queue)).isZero();

            sqs.sendMessage(ask -> ask.queueUrl(queue.url()).messageBody(PAYMENT));
            receive.invoke(null, sqs, queue.url(), database);
            assertThat(balance(database)).isEqualTo(42);
            assertThat(unsettled(sqs, queue)).isZero();
        }
    }

    private Method recipe() throws Exception {
        Class<?> inbox = PageExample.of(PAGE, "### Java", "java").compile(folder, "Inbox", AROUND);
        Method receive =
                inbox.getDeclaredMethod("receive", SqsClient.class, String.class, Connection.class);
        receive.setAccessible(true);
        return receive;
    }

    private static Connection database() throws Exception {
        JdbcDataSource source = new JdbcDataSource();
        source.setUrl("jdbc:h2:mem:;MODE=PostgreSQL");
        Connection database = source.getConnection();
        try (var table = database.createStatement()) {
            table.execute(PageExample.of(PAGE, "### The table", "sql").code());
        }
        return database;
    }

    private static SqsClient dyingAtTheAck(SqsClient sqs) {
        return (SqsClient)
                Proxy.newProxyInstance(
                        SqsClient.class.getClassLoader(),
                        new Class<?>[] {SqsClient.class},
                        (proxy, method, arguments) -> {
                            if (method.getName().equals("deleteMessage")) {
                                throw new Crash();
                            }
                            try {
                                return method.invoke(sqs, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    private static long balance(Connection database) throws Exception {
        try (var ask = database.createStatement();
                var rows = ask.executeQuery("SELECT balance FROM account WHERE name = 'ann'")) {
            assertThat(rows.next()).isTrue();
            return rows.getLong(1);
        }
    }

    private static int unsettled(SqsClient sqs, TestQueue queue) {
        var attributes =
                sqs.getQueueAttributes(ask ->
                                ask.queueUrl(queue.url()).attributeNames(QueueAttributeName.ALL))
                        .attributes();
        return number(attributes, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES)
                + number(attributes, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE);
    }

    private static int number(Map<QueueAttributeName, String> attributes, QueueAttributeName name) {
        return Integer.parseInt(attributes.getOrDefault(name, ""));
    }
}
