package dev.forebay.bench.engine;

import dev.forebay.engine.QueueSettings;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Messages sent, leased and acked a second by the engine's core on one thread. An invocation is a
 * thousand messages in batches of the size given; each step of a batch is durable before the next.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(
        value = 1,
        jvmArgs = {"-Xmx512m", "-XX:+UseSerialGC"})
public class CoreCycleBenchmark {
    private static final int MESSAGES = 1_000;
    private static final int BODY_BYTES = 100;

    /** Messages a command. */
    @Param({"1", "10", "100"})
    public int batch;

    private @Nullable CoreCycle cycle;

    @Setup
    public void start() {
        InlineLane lane = new InlineLane();
        cycle =
                new CoreCycle(
                        new TemplateStore(), lane, QueueSettings.defaults(), batch, BODY_BYTES);
    }

    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public long cycle() {
        CoreCycle started = Objects.requireNonNull(cycle);
        for (int i = 0; i < MESSAGES; i += batch) {
            started.run();
        }
        return started.done();
    }
}
