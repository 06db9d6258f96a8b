package dev.forebay.httpapi;

import dev.forebay.httpapi.codec.Json;
import dev.forebay.httpapi.codec.JsonOut;
import java.io.ByteArrayOutputStream;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** One look as JSON of bounded size: sums, and the queues that need somebody most. */
final class StatsFrame {
    /** Of a frame with its event's name and number. */
    private static final int MOST_BYTES = 4_000;

    /** Left for what follows the queues. */
    private static final int END_BYTES = 32;

    private StatsFrame() {}

    /**
     * Encodes.
     *
     * @param wanted the queues to be shown; none for those in most trouble
     * @param visible whether one may be shown
     */
    static byte[] of(Sampling.Look look, Set<String> wanted, Predicate<String> visible) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (JsonOut out = Json.write(bytes)) {
            out.begin();
            out.field("number", look.number());
            out.time("at", look.wall());
            out.field("queueCount", look.queues());
            out.begin("total");
            figures(out, look.total());
            out.end();
            out.beginList("queues");
            Map<String, Figures> chosen = chosen(look, wanted);
            int left = chosen.size();
            for (Map.Entry<String, Figures> one : chosen.entrySet()) {
                out.flush();
                if (bytes.size() + size(one) > MOST_BYTES) {
                    break;
                }
                if (!visible.test(one.getKey())) {
                    left--;
                    continue;
                }
                out.begin();
                out.field("name", one.getKey());
                figures(out, one.getValue());
                out.end();
                left--;
            }
            out.endList();
            out.field("more", left);
            out.end();
        }
        return bytes.toByteArray();
    }

    private static int size(Map.Entry<String, Figures> one) {
        ByteArrayOutputStream alone = new ByteArrayOutputStream(256);
        try (JsonOut out = Json.write(alone)) {
            out.begin();
            out.field("name", one.getKey());
            figures(out, one.getValue());
            out.end();
        }
        return alone.size() + 1 + END_BYTES;
    }

    private static Map<String, Figures> chosen(Sampling.Look look, Set<String> wanted) {
        Map<String, Figures> chosen = new LinkedHashMap<>();
        if (!wanted.isEmpty()) {
            wanted.forEach(
                    name -> chosen.put(name, look.each().getOrDefault(name, Figures.NOTHING)));
            return chosen;
        }
        List<Map.Entry<String, Figures>> byTrouble =
                look.each().entrySet().stream()
                        .sorted(
                                Comparator.comparingLong((Map.Entry<String, Figures> one) ->
                                                one.getValue().oldestAgeMillis())
                                        .reversed())
                        .toList();
        byTrouble.forEach(one -> chosen.put(one.getKey(), one.getValue()));
        return chosen;
    }

    private static void figures(JsonOut out, Figures figures) {
        out.field("ready", figures.ready());
        out.field("delayed", figures.delayed());
        out.field("leased", figures.leased());
        out.field("bytes", figures.bytes());
        out.field("oldestAgeMillis", figures.oldestAgeMillis());
        out.field("inPerSecond", figures.inPerSecond());
        out.field("outPerSecond", figures.outPerSecond());
        out.field("deadPerSecond", figures.deadPerSecond());
    }
}
