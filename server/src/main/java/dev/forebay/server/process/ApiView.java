package dev.forebay.server.process;

import dev.forebay.amqp.management.NodeView;
import dev.forebay.engine.Caller;
import dev.forebay.engine.EngineClock;
import dev.forebay.engine.Lane;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.Reply;
import dev.forebay.httpapi.ServerView;
import dev.forebay.httpapi.alerts.StorageSight;
import dev.forebay.httpapi.mask.MaskRules;
import dev.forebay.server.health.Check;
import dev.forebay.server.logs.Logs;
import dev.forebay.server.metrics.Metrics;
import dev.forebay.server.settings.InvalidSettings;
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
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/** This process as the HTTP API tells of it. */
final class ApiView implements ServerView {
    private Settings settings;

    /** As they were last read, which a restart would put into force. */
    private Settings read;

    private final Lane lane;
    private final Executor reader;
    private final List<Check> checks;
    private final Metrics metrics;
    private final NodeView node;
    private final EngineClock clock;
    private final Connections connections;
    private final QueueOrigins origins;
    private final StorageView storage;

    /** Ends the connections of a consumer, and says how many they were. */
    interface Connections {
        int end(Caller consumer, String reason);
    }

    /**
     * One.
     *
     * @param reader reads settings anew, since that waits for a file
     */
    ApiView(
            Settings settings,
            Lane lane,
            Executor reader,
            List<Check> checks,
            Metrics metrics,
            NodeView node,
            EngineClock clock,
            Connections connections,
            QueueOrigins origins,
            StorageView storage) {
        this.settings = settings;
        this.read = settings;
        this.lane = lane;
        this.reader = reader;
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
            String value = value(settings, setting);
            String origin = settings.origin(setting);
            all.add(
                    new SettingInForce(
                            setting.key(),
                            value,
                            origin.isEmpty() ? "default" : origin,
                            setting.doc(),
                            !value.equals(value(read, setting))));
        }
        return all;
    }

    private static String value(Settings of, Setting<?> setting) {
        return of.isSet(setting) ? shown(of.get(setting)) : setting.fallback();
    }

    @Override
    public void reload(Consumer<List<String>> then) {
        Settings before = settings;
        try {
            reader.execute(() -> readAgain(before, then));
        } catch (RejectedExecutionException busy) {
            then.accept(List.of("Too many read settings or figures now. Try again."));
        }
    }

    private void readAgain(Settings before, Consumer<List<String>> then) {
        try {
            Settings again = before.readAgain();
            Settings now = before.taking(Registry.RELOADED, again);
            lane.execute(() -> {
                settings = now;
                read = again;
                then.accept(List.of());
            });
        } catch (InvalidSettings wrong) {
            lane.execute(() -> then.accept(wrong.problems()));
        }
    }

    @Override
    public void checkpoint(Reply<Long> reply) {
        storage.checkpoint(lane, clock, reply);
    }

    @Override
    public MaskRules masked() {
        return settings.get(Registry.MESSAGES_MASKED);
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
