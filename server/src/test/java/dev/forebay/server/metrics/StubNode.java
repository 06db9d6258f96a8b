package dev.forebay.server.metrics;

import dev.forebay.amqp.management.NodeView;
import java.util.List;

/** A process that uses made-up amounts. */
final class StubNode implements NodeView {
    @Override
    public String version() {
        return "1.2.3";
    }

    @Override
    public long startedAt() {
        return 0;
    }

    @Override
    public long memoryUsed() {
        return 100;
    }

    @Override
    public long memoryLimit() {
        return 1_000;
    }

    @Override
    public int processors() {
        return 2;
    }

    @Override
    public Figures figures() {
        return new Figures(10, 1_024, 5, 1, 5_000, 64);
    }

    @Override
    public long processId() {
        return 1;
    }

    @Override
    public List<Listener> listeners() {
        return List.of();
    }

    @Override
    public List<String> alarms() {
        return List.of();
    }
}
