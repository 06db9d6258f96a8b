package dev.forebay.access.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.engine.Caller;
import dev.forebay.engine.Durability;
import dev.forebay.engine.EngineClock;
import dev.forebay.engine.Lane;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.Queues;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.log.StreamName;
import dev.forebay.testkit.log.MemoryLogOptions;
import dev.forebay.testkit.log.MemoryLogStore;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which answers wait until the disk has the note of what was done. */
class AuditedQueuesTest {
    private final ArrayDeque<Runnable> lane = new ArrayDeque<>();
    private final MemoryLogStore log =
            new MemoryLogStore(lane::addLast, () -> 1, MemoryLogOptions.defaults());
    private final List<Object> answers = new ArrayList<>();

    /** An engine that does everything at once. */
    private static Queues engine(QueueInfo queue) {
        return (Queues)
                Proxy.newProxyInstance(
                        Queues.class.getClassLoader(),
                        new Class<?>[] {Queues.class},
                        (_, method, arguments) -> call(queue, method, arguments));
    }

    @SuppressWarnings("unchecked") // as the methods of Queues declare them
    private static @Nullable Object call(QueueInfo queue, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "find" -> Optional.of(queue);
            case "stats" -> Optional.empty();
            case "create", "delete" -> {
                ((Reply<QueueInfo>) arguments[arguments.length - 1]).ok(queue);
                yield null;
            }
            case "purgeReady" -> {
                ((Reply<Long>) arguments[arguments.length - 1]).ok(0L);
                yield null;
            }
            default -> null;
        };
    }

    private Queues audited(QueueInfo queue) {
        EngineClock clock =
                new EngineClock() {
                    @Override
                    public long now() {
                        return 1;
                    }

                    @Override
                    public long wall() {
                        return 1;
                    }
                };
        Lane now =
                new Lane() {
                    @Override
                    public boolean inLane() {
                        return true;
                    }

                    @Override
                    public void execute(Runnable task) {
                        lane.addLast(task);
                    }

                    @Override
                    public void schedule(Runnable task, long delayMillis) {
                        lane.addLast(task);
                    }
                };
        AuditLog audit = new AuditLog(log, now, clock, AuditLog.Retention.defaults());
        return new AuditedQueues(engine(queue), audit, clock);
    }

    private <T> Reply<T> answer() {
        return new Reply<>() {
            @Override
            public void ok(T value) {
                answers.add(value);
            }

            @Override
            public void refused(Refusal refusal) {
                answers.add(refusal);
            }
        };
    }

    @ParameterizedTest
    @EnumSource
    void only_what_outlives_the_process_waits_for_the_note(Durability durability) {
        QueueSettings settings =
                QueueSettings.defaults().toBuilder().durability(durability).build();
        QueueInfo queue = new QueueInfo(1, "q", settings, Map.of(), 0, 0);
        Queues audited = audited(queue);
        audited.create(Caller.IN_PROCESS, "q", settings, Map.of(), answer());
        audited.purgeReady(Caller.IN_PROCESS, "q", answer());
        audited.delete(Caller.IN_PROCESS, "q", answer());
        assertThat(answers).hasSize(settings.isVolatile() ? 3 : 0);
        Runnable task;
        while ((task = lane.pollFirst()) != null) {
            task.run();
        }
        assertThat(answers).hasSize(3);
        assertThat(log.find(new StreamName("audit")).orElseThrow().endOffset()).isEqualTo(3);
    }
}
