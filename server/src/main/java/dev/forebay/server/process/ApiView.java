package dev.forebay.server.process;

import dev.forebay.amqp.management.NodeView;
import dev.forebay.engine.Caller;
import dev.forebay.engine.EngineClock;
import dev.forebay.engine.QueueInfo;
import dev.forebay.httpapi.ServerView;
import dev.forebay.httpapi.alerts.StorageSight;
import dev.forebay.server.health.Check;
import dev.forebay.server.logs.Logs;
import dev.forebay.server.metrics.Metrics;
import dev.forebay.server.settings.Registry;
import dev.forebay.server.settings.Setting;
import dev.forebay.server.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** This process as the HTTP API tells of it. */
final class ApiView implements ServerView {
    private final Settings settings;
    private final List<Check> checks;
    private final Metrics metrics;
    private final NodeView node;
    private final EngineClock clock;
    private final Connections connections;
    private final QueueOrigins origins;
    private final Supplier<StorageSight> storage;

    /** Ends the connections of a consumer, and says how many they were. */
    interface Connections {
        int end(Caller consumer, String reason);
    }

    ApiView(
            Settings settings,
            List<Check> checks,
            Metrics metrics,
            NodeView node,
            EngineClock clock,
            Connections connections,
            QueueOrigins origins,
            Supplier<StorageSight> storage) {
        this.settings = settings;
        this.checks = List.copyOf(checks);
        this.node = node;
        this.metrics = metrics;
        this.clock = clock;
        this.connections = connections;
        this.origins = origins;
        this.storage = storage;
    }

    @Override
    public String version() {
        return Version.TEXT;
    }

    @Override
    public long startedAt() {
        return node.startedAt();
    }

    @Override
    public List<Port> ports() {
        return node.listeners().stream()
                .map(port -> new Port(scheme(port.protocol()), port.address(), port.port()))
                .toList();
    }

    /** The management API has names of its own. */
    private static String scheme(String protocol) {
        return protocol.equals("amqp/ssl") ? "amqps" : protocol;
    }

    @Override
    public List<SettingInForce> settings() {
        List<SettingInForce> all = new ArrayList<>(Registry.ALL.size());
        for (Setting<?> setting : Registry.ALL) {
            String value =
                    settings.isSet(setting) ? shown(settings.get(setting)) : setting.fallback();
            String origin = settings.origin(setting);
            all.add(
                    new SettingInForce(
                            setting.key(),
                            value,
                            origin.isEmpty() ? "default" : origin,
                            setting.doc()));
        }
        return all;
    }

    @Override
    public Traffic traffic() {
        return metrics.traffic();
    }

    @Override
    public Waits waits(String queue) {
        return metrics.waits(queue, clock);
    }

    @Override
    public Origins origins(QueueInfo queue) {
        return origins.of(queue);
    }

    @Override
    public List<LogLine> log(long after) {
        return Logs.recent(after).stream()
                .map(line -> new LogLine(line.number(), line.level(), line.text()))
                .toList();
    }

    @Override
    public int disconnect(Caller consumer, String reason) {
        return connections.end(consumer, reason);
    }

    @Override
    public StorageSight storage() {
        return storage.get();
    }

    private static String shown(Object value) {
        return switch (value) {
            case OptionalInt maybe ->
                    maybe.isPresent() ? Integer.toString(maybe.getAsInt()) : "off";
            case Optional<?> maybe -> maybe.map(ApiView::shown).orElse("");
            case Duration time -> time.toMillis() + "ms";
            case Enum<?> choice -> choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
            case Path path -> path.toString();
            default -> value.toString();
        };
    }

    @Override
    public List<Health> health() {
        List<Health> all = new ArrayList<>(checks.size());
        for (Check check : checks) {
            Check.Answer answer = check.ask().get();
            all.add(
                    new Health(
                            check.name(),
                            answer.well(),
                            check.weight() == Check.Weight.NEEDED,
                            answer.detail()));
        }
        return all;
    }
}
