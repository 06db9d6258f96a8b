package dev.forebay.cli.load;

import dev.forebay.cli.ExitCode;
import dev.forebay.cli.output.Units;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a bench shows.
 *
 * @param sentence for people
 * @param wanted messages a second that were due
 * @param reached messages a second that were sent
 */
record Verdict(ExitCode code, String sentence, double wanted, double reached) {
    /** Less than so much of the rate is not the rate. */
    private static final double HELD = 0.98;

    private static final double SAFE = 0.9;

    /** Of a load that is over. */
    static Verdict of(Load load, Plan plan) {
        double reached = load.sends().count() / load.seconds();
        String failure = failure(load, plan, reached);
        return failure.isEmpty()
                ? new Verdict(ExitCode.OK, held(load, plan, reached), plan.perSecond(), reached)
                : new Verdict(ExitCode.FAILED, "Not held: " + failure, plan.perSecond(), reached);
    }

    /** Why the rate was not held; empty when it was. */
    private static String failure(Load load, Plan plan, double reached) {
        long missing = plan.consumers() == 0 ? 0 : load.sends().count() - load.deliveries().count();
        if (load.failed() > 0) {
            return "%s of %s failed: %s"
                    .formatted(
                            Units.count(load.failed()),
                            Units.count(plan.messages()),
                            load.failure());
        }
        if (reached < HELD * plan.perSecond()) {
            return "%s of %s wanted. Try --rate %d, or more --senders where the machines are idle."
                    .formatted(
                            Units.rate(reached),
                            Units.rate(plan.perSecond()),
                            Math.max(1, Math.round(SAFE * reached)));
        }
        return missing == 0
                ? ""
                : "%s of %s did not come out in time. Try more --consumers."
                        .formatted(Units.count(missing), Units.count(load.sends().count()));
    }

    private static String held(Load load, Plan plan, double reached) {
        return String.format(
                Locale.ROOT,
                "Held: %s of %s wanted; 99 of 100 answered within %.2f ms of their time.",
                Units.rate(reached),
                Units.rate(plan.perSecond()),
                load.sends().millis(99));
    }

    /** What programs are told beside the figures. */
    ObjectNode beside(ObjectNode figures) {
        return figures.put("wantedPerSecond", wanted)
                .put("sentPerSecond", reached)
                .put("held", code == ExitCode.OK)
                .put("verdict", sentence);
    }
}
