package dev.forebay.httpapi.codec;

import dev.forebay.engine.QueueSettings;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Other limits of a queue for a while: in force are those, and a label of the queue has when they
 * end and what holds then, so that neither is lost with the process.
 *
 * @param until wall-clock ms
 * @param before settings of which {@code rates}, {@code maxDepth} and {@code maxBytes} hold again
 *     then
 */
public record LimitOverride(long until, QueueSettings before) {
    static final String LABEL = "override.limits";
    private static final String UNTIL = "until";

    /** The one of a queue, if it has one. */
    public static Optional<LimitOverride> of(QueueSettings settings) {
        return Optional.ofNullable(settings.labels().get(LABEL)).map(LimitOverride::read);
    }

    /**
     * The settings with other limits until a time; after it those hold that held before the first
     * override.
     */
    public static QueueSettings begun(QueueSettings now, QueueSettings limits, long until) {
        QueueSettings before = of(now).map(LimitOverride::before).orElse(now);
        Map<String, String> labels = new TreeMap<>(now.labels());
        labels.put(LABEL, write(until, before));
        return withLimits(now, limits).toBuilder().labels(labels).build();
    }

    /** The settings without the override: with the limits from before. */
    public QueueSettings ended(QueueSettings now) {
        return forgotten(withLimits(now, before));
    }

    /** Who changes a limit itself ends an override, and nothing comes back. */
    public static QueueSettings changed(QueueSettings from, QueueSettings to) {
        return withLimits(from, to).equals(from) ? to : forgotten(to);
    }

    private static QueueSettings forgotten(QueueSettings settings) {
        Map<String, String> labels = new TreeMap<>(settings.labels());
        return labels.remove(LABEL) == null
                ? settings
                : settings.toBuilder().labels(labels).build();
    }

    private static QueueSettings withLimits(QueueSettings settings, QueueSettings limits) {
        return settings.toBuilder()
                .rates(limits.rates())
                .maxDepth(limits.maxDepth())
                .maxBytes(limits.maxBytes())
                .build();
    }

    /** As an object that says until when, and what holds then. */
    public void write(JsonOut out) {
        out.begin("override");
        out.time(UNTIL, until);
        out.begin("then");
        SettingsOut.limits(out, before);
        out.end();
        out.end();
    }

    private static String write(long until, QueueSettings before) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (JsonOut out = Json.write(text)) {
            out.begin();
            out.field(UNTIL, until);
            SettingsOut.limits(out, before);
            out.end();
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    private static LimitOverride read(String label) {
        byte[] text = label.getBytes(StandardCharsets.UTF_8);
        return Json.read(text, text.length, LimitOverride::read);
    }

    private static LimitOverride read(JsonIn in) {
        String first = in.nextName();
        if (!UNTIL.equals(first)) {
            throw new IllegalStateException("an override that begins with " + first);
        }
        long until = in.number(UNTIL, 0, Long.MAX_VALUE);
        return new LimitOverride(until, SettingsIn.read(in, QueueSettings.defaults()));
    }
}
