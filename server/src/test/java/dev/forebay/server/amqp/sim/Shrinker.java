package dev.forebay.server.amqp.sim;

/** Leaves out steps as long as the script still fails in the same way. */
final class Shrinker {
    private static final int MOST_RUNS = 500;

    private final String kind;
    private int runs;

    Shrinker(Throwable failure) {
        this.kind = kind(failure);
    }

    /** By which rule it failed. */
    private static String kind(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        int colon = message.indexOf(':');
        return failure.getClass() + (colon < 0 ? message : message.substring(0, colon));
    }

    Script shrink(Script script) {
        Script best = script;
        for (int chunk = script.steps().size() / 2; chunk > 0; chunk /= 2) {
            int at = 0;
            while (at < best.steps().size() && runs < MOST_RUNS) {
                Script candidate = best.without(at, chunk);
                if (failsAlike(candidate)) {
                    best = candidate;
                } else {
                    at += chunk;
                }
            }
        }
        return best;
    }

    private boolean failsAlike(Script candidate) {
        runs++;
        return Runs.failure(candidate, AmqpFlaw.NONE)
                .filter(failure -> kind(failure).equals(kind))
                .isPresent();
    }
}
