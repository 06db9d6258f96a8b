package dev.forebay.engine.sim;

import dev.forebay.engine.QueueSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Draws short retention into scripts from chance of its own, and time that passes, so that segments
 * of which little is needed are compacted in between.
 */
final class RetentionWriter {
    private static final long[] RETENTIONS = {0, 1_000, 30_000};

    /** The server looks for segments to compact once a minute. */
    private static final int LOOK_MILLIS = 61_000;

    private static final int MOST_LOOKS = 6;

    private RetentionWriter() {}

    /** Every third script has it. */
    static Script into(Script plain) {
        if (plain.seed() % 3 != 0) {
            return plain;
        }
        Random random = new Random(plain.seed() * 0x9E3779B97F4A7C15L + 4);
        Map<String, QueueSettings> queues = new LinkedHashMap<>();
        plain.queues()
                .forEach((name, settings) ->
                        queues.put(
                                name,
                                settings.withRetentionMillis(
                                        RETENTIONS[random.nextInt(RETENTIONS.length)])));
        List<Step> steps = new ArrayList<>(plain.steps());
        for (int left = 2 + random.nextInt(MOST_LOOKS); left > 0; left--) {
            steps.add(
                    random.nextInt(steps.size()),
                    new Step.Advance(LOOK_MILLIS + random.nextInt(LOOK_MILLIS)));
        }
        return new Script(plain.seed(), queues, plain.readers(), plain.clients(), steps);
    }
}
