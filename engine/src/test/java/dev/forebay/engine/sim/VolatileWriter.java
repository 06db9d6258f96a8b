package dev.forebay.engine.sim;

import dev.forebay.engine.Durability;
import dev.forebay.engine.QueueSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Makes some queues of a script volatile, by chance of its own. The process does not end within
 * such a script, since that is the end of what is known of them: all rules hold until then.
 */
final class VolatileWriter {
    private VolatileWriter() {}

    static Script into(Script plain) {
        Random random = new Random(plain.seed() * 0x9E3779B97F4A7C15L + 6);
        Map<String, QueueSettings> queues = new LinkedHashMap<>();
        plain.queues()
                .forEach((name, settings) ->
                        queues.put(
                                name,
                                random.nextInt(3) == 0
                                        ? settings
                                        : settings.withDurability(Durability.VOLATILE)));
        List<Step> steps = new ArrayList<>(plain.steps());
        steps.removeIf(VolatileWriter::endsTheProcess);
        return new Script(plain.seed(), queues, plain.readers(), plain.clients(), steps);
    }

    private static boolean endsTheProcess(Step step) {
        return switch (step) {
            case Step.Crash crash -> true;
            case Step.Disturb disturb ->
                    disturb.fault() == Step.Fault.SYNC_FAILS
                            || disturb.fault() == Step.Fault.WRITE_FAILS;
            default -> false;
        };
    }
}
