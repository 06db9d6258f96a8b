package dev.forebay.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.engine.Ordering;
import dev.forebay.engine.Priority;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueSettings;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PriorityLevelsTest {
    private static QueueInfo queue(Map<String, String> labels) {
        QueueSettings settings =
                QueueSettings.defaults().withOrdering(Ordering.BY_PRIORITY).withLabels(labels);
        return new QueueInfo(1, "q", settings, Map.of(), 0, 0);
    }

    private static DeclaredQueue declared(int highest) {
        return new DeclaredQueue(true, false, false, Map.of("x-max-priority", highest));
    }

    @Test
    void a_queue_with_few_priorities_has_them_and_of_many_each_level_takes_some() {
        QueueInfo few = queue(declared(3).labels());
        assertThat(PriorityLevels.header(7, few)).contains(Priority.header(3));
        assertThat(PriorityLevels.header(null, few)).contains(Priority.header(0));
        QueueInfo many = queue(declared(255).labels());
        assertThat(PriorityLevels.header(255, many)).contains(Priority.header(Priority.HIGHEST));
        assertThat(PriorityLevels.header(1, many)).contains(Priority.header(1));
    }

    @Test
    void a_publish_does_not_read_all_the_arguments_of_the_queue() {
        Map<String, String> labels = new HashMap<>(declared(3).labels());
        labels.put("amqp.arguments", "unreadable");
        assertThat(PriorityLevels.header(7, queue(labels))).contains(Priority.header(3));
    }
}
