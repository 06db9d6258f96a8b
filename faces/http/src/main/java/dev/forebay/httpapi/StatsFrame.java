package dev.forebay.httpapi;

import dev.forebay.httpapi.codec.Json;
import dev.forebay.httpapi.codec.JsonOut;
import java.io.ByteArrayOutputStream;
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
    private static final int END_BYTES = 128;

    private StatsFrame() {}

    /**
     * Encodes.
     *
     * @param seen what may be seen of the look
     * @param wanted the queues to be shown; none for those in most trouble
     * @param visible whether one may be shown
     */
    static byte[] of(Sight seen, Set<String> wanted, Predicate<String> visible) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (JsonOut out = Json.write(bytes)) {
            out.begin();
            seen.writeSums(out);
            out.beginList("queues");
            Map<String, Standing> chosen = chosen(seen, wanted);
            int left = chosen.size();
            for (Map.Entry<String, Standing> one : chosen.entrySet()) {
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
                one.getValue().write(out);
                out.end();
                left--;
            }
            out.endList();
            out.field("more", left);
            seen.alerts().write(out);
            out.end();
        }
        return bytes.toByteArray();
    }

    private static int size(Map.Entry<String, Standing> one) {
        ByteArrayOutputStream alone = new ByteArrayOutputStream(256);
        try (JsonOut out = Json.write(alone)) {
            out.begin();
            out.field("name", one.getKey());
            one.getValue().write(out);
            out.end();
        }
        return alone.size() + 1 + END_BYTES;
    }

    private static Map<String, Standing> chosen(Sight seen, Set<String> wanted) {
        Map<String, Standing> chosen = new LinkedHashMap<>();
        if (!wanted.isEmpty()) {
            wanted.forEach(
                    name -> chosen.put(name, seen.each().getOrDefault(name, Standing.NOTHING)));
            return chosen;
        }
        List<Map.Entry<String, Standing>> byTrouble =
                seen.each().entrySet().stream()
                        .sorted(Map.Entry.comparingByValue(Standing.BY_TROUBLE))
                        .toList();
        byTrouble.forEach(one -> chosen.put(one.getKey(), one.getValue()));
        return chosen;
    }
}
