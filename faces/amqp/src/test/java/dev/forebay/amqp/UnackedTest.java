package dev.forebay.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.engine.LeaseId;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How long deliveries may be kept; time is handed in. */
class UnackedTest {
    private static final long USUAL = 30L * 60_000;
    private static final DeclaredQueue PLAIN = new DeclaredQueue(true, false, false, Map.of());

    private final Unacked unacked = new Unacked(_ -> {});

    private long deliver(long now, Map<String, @Nullable Object> consumer, DeclaredQueue queue) {
        long due = ConsumerArguments.read(consumer, "q", queue.arguments(), USUAL).dueAt(now);
        long tag = unacked.nextTag();
        unacked.add(new Held(tag, null, "q", 1, new LeaseId(0, tag, 0, tag), due));
        return tag;
    }

    @Test
    void a_delivery_is_overdue_after_half_an_hour() {
        deliver(1_000, Map.of(), PLAIN);
        assertThat(unacked.isOverdue(1_000 + USUAL)).isFalse();
        assertThat(unacked.isOverdue(1_001 + USUAL)).isTrue();
        unacked.takeAll();
        assertThat(unacked.isOverdue(Long.MAX_VALUE)).isFalse();
    }

    @Test
    void a_consumer_says_how_long_and_else_its_queue() {
        deliver(0, Map.of(), PLAIN);
        long hasty = deliver(0, Map.of("x-consumer-timeout", 100), PLAIN);
        assertThat(unacked.isOverdue(101)).isTrue();
        unacked.take(hasty, false);
        assertThat(unacked.isOverdue(101)).isFalse();
        DeclaredQueue slow =
                new DeclaredQueue(true, false, false, Map.of("x-consumer-timeout", 2_000L));
        deliver(0, Map.of(), slow);
        assertThat(unacked.isOverdue(2_001)).isTrue();
        unacked.takeAll();
        deliver(0, Map.of("x-consumer-timeout", 0), slow);
        assertThat(unacked.isOverdue(Long.MAX_VALUE)).isFalse();
    }
}
