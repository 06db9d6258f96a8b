package dev.forebay.testkit.log;

import dev.forebay.log.DamagePolicy;
import dev.forebay.log.embedded.LogSettings;
import dev.forebay.testkit.crash.CrashExplorer;
import java.util.List;

/** The embedded store as these suites run it. */
final class EmbeddedStores {
    static final LogSettings REFUSING = LogSettings.tiny();
    static final LogSettings SERVING_REST =
            LogSettings.tiny().withDamagePolicy(DamagePolicy.SERVE_REST);

    private static final String REPLAY =
            "mvn test -pl testkit -am -Dtest=EmbeddedCrashTest#one_point"
                    + " -Dsurefire.failIfNoSpecifiedTests=false -Dforebay.crash=%s";

    /** Eight ways of survival at each point in CI; some hundred with -Pexhaustive. */
    private static final int VARIANTS = 8;

    private static final int EXHAUSTIVE_VARIANTS = 128;

    private EmbeddedStores() {}

    static boolean exhaustive() {
        return Boolean.getBoolean("forebay.exhaustive");
    }

    static CrashExplorer explorer() {
        return new CrashExplorer(exhaustive() ? EXHAUSTIVE_VARIANTS : VARIANTS, REPLAY);
    }

    static LogMachine.Factory machines(LogSettings settings) {
        return seed -> new EmbeddedMachine(settings, seed);
    }

    static List<LogScenario> scenarios() {
        return LogScenarios.all(machines(REFUSING));
    }
}
