package dev.forebay.cli.load;

import dev.forebay.cli.ExitCode;
import dev.forebay.cli.output.Units;
import java.util.Locale;

/**
 * What a bench shows.
 *
 * @param sentence for people
 */
record Verdict(ExitCode code, String sentence) {
    /** Less than so much of the rate is not the rate. */
    private static final double HELD = 0.98;

    private static final double SAFE = 0.9;

    /** Of a load that is over. */
    static Verdict of(Load load, Plan plan) {
        double reached = load.sends().count() / load.seconds();
        long missing = plan.consumers() == 0 ? 0 : load.sends().count() - load.deliveries().count();
        if (load.failed() > 0) {
            return failed(
                    "%s of %s failed: %s"
                            .formatted(
                                    Units.count(load.failed()),
                                    Units.count(plan.messages()),
                                    load.failure()));
        }
        if (reached < HELD * plan.perSecond()) {
            return failed(
                    "%s of %s wanted. Try --rate %d, or more --senders where the machines are idle."
                            .formatted(
                                    Units.rate(reached),
                                    Units.rate(plan.perSecond()),
                                    Math.max(1, Math.round(SAFE * reached))));
        }
        if (missing > 0) {
            return failed(
                    "%s of %s did not come out in time. Try more --consumers."
                            .formatted(Units.count(missing), Units.count(load.sends().count())));
        }
        return new Verdict(
                ExitCode.OK,
                String.format(
                        Locale.ROOT,
                        "Held: %s of %s wanted; 99 of 100 answered within %.2f ms of their time.",
                        Units.rate(reached),
                        Units.rate(plan.perSecond()),
                        load.sends().millis(99)));
    }

    private static Verdict failed(String why) {
        return new Verdict(ExitCode.FAILED, "Not held: " + why);
    }
}
