package dev.forebay.server.process;

import dev.forebay.amqp.management.NodeView;
import dev.forebay.server.health.Check;
import dev.forebay.server.machine.OwnProcess;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;

/** This process as the management API tells of it. Thread-safe. */
final class ManagementView implements NodeView {
    /** Checks that stop publishers. */
    private static final Set<String> ALARMS = Set.of("storage", "disk");

    private final long startedAt;
    private final List<Check> checks;
    private final LongSupplier free;
    private final long reserve;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    /**
     * One that started.
     *
     * @param free bytes that can still be written where the log is
     * @param reserve bytes that are kept free there
     */
    ManagementView(long startedAt, List<Check> checks, LongSupplier free, long reserve) {
        this.startedAt = startedAt;
        this.free = free;
        this.reserve = reserve;
        this.checks = List.copyOf(checks);
    }

    /**
     * A port is open.
     *
     * @param certificateEnds absent without TLS
     */
    void listensTo(String protocol, InetSocketAddress address, Optional<Instant> certificateEnds) {
        listeners.add(
                new Listener(
                        protocol,
                        address.getAddress().getHostAddress(),
                        address.getPort(),
                        certificateEnds));
    }

    @Override
    public String version() {
        return Version.TEXT;
    }

    @Override
    public long startedAt() {
        return startedAt;
    }

    @Override
    public long memoryUsed() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    @Override
    public long memoryLimit() {
        return Runtime.getRuntime().maxMemory();
    }

    @Override
    public int processors() {
        return Runtime.getRuntime().availableProcessors();
    }

    @Override
    public Figures figures() {
        return new Figures(
                OwnProcess.filesOpen(),
                OwnProcess.filesMost(),
                OwnProcess.threads(),
                OwnProcess.load(),
                free.getAsLong(),
                reserve);
    }

    @Override
    public long processId() {
        return ProcessHandle.current().pid();
    }

    @Override
    public List<Listener> listeners() {
        return List.copyOf(listeners);
    }

    @Override
    public List<String> alarms() {
        return checks.stream()
                .filter(check -> ALARMS.contains(check.name()))
                .map(check -> check.ask().get())
                .filter(answer -> !answer.well())
                .map(Check.Answer::detail)
                .toList();
    }
}
