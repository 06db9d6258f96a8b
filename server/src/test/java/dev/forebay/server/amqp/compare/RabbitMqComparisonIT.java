package dev.forebay.server.amqp.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.server.amqp.AmqpServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plays the same to Forebay and, where it is installed, to RabbitMQ, and compares all frames that
 * they answer. Skipped, and said to be, where it is not.
 */
class RabbitMqComparisonIT {
    private static AmqpServer server;
    private static RabbitMq rabbit;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        var started = RabbitMq.start(folder);
        Assumptions.assumeTrue(
                started.isPresent(), "rabbitmq-server is not installed: nothing was compared");
        rabbit = started.get();
        server = new AmqpServer();
    }

    @AfterAll
    static void stop() throws Exception {
        if (rabbit != null) {
            rabbit.close();
            server.close();
        }
    }

    private static List<Scenario> scenarios() {
        List<Scenario> all = new ArrayList<>(ConnectionScenarios.all());
        all.addAll(TopologyScenarios.all());
        all.addAll(MessageScenarios.all());
        return all;
    }

    @TestFactory
    Stream<DynamicTest> each_scenario_is_answered_alike_or_as_listed() throws Exception {
        ListedDifferences listed = ListedDifferences.read();
        return scenarios().stream()
                .map(scenario ->
                        DynamicTest.dynamicTest(scenario.name(), () -> compare(scenario, listed)));
    }

    private static void compare(Scenario scenario, ListedDifferences listed) throws Exception {
        List<String> theirs = scenario.play(rabbit.port());
        List<String> ours = scenario.play(server.port());
        ListedDifferences.Listed difference = listed.answers().get(scenario.name());
        if (difference == null) {
            compareAll(theirs, ours, listed.words().contains(scenario.name()));
            return;
        }
        assertThat(ours).as("listed to be another answer").isNotEqualTo(theirs);
        says(theirs, ours, difference.rabbit());
        says(ours, theirs, difference.forebay());
    }

    private static void says(List<String> one, List<String> other, String part) {
        if (!part.equals(ListedDifferences.NOTHING)) {
            assertThat(String.join("\n", one)).contains(part);
            assertThat(String.join("\n", other)).doesNotContain(part);
        }
    }

    private static void compareAll(List<String> theirs, List<String> ours, boolean otherWords) {
        if (otherWords) {
            assertThat(ours).as("listed to be said in other words").isNotEqualTo(theirs);
        }
        assertThat(otherWords ? Shown.withoutWords(ours) : ours)
                .as("what Forebay answers, as RabbitMQ does")
                .isEqualTo(otherWords ? Shown.withoutWords(theirs) : theirs);
    }

    @Test
    void only_scenarios_are_listed() throws Exception {
        assertThat(scenarios()).extracting(Scenario::name).doesNotHaveDuplicates();
        assertThat(scenarios())
                .extracting(Scenario::name)
                .containsAll(ListedDifferences.read().answers().keySet())
                .containsAll(ListedDifferences.read().words());
    }
}
