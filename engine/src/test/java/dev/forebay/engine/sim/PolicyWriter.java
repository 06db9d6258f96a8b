package dev.forebay.engine.sim;

import dev.forebay.engine.Backoff;
import dev.forebay.engine.BreakerRule;
import dev.forebay.engine.DepthLimit.WhenFull;
import dev.forebay.engine.Flow;
import dev.forebay.engine.Ordering;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.RateLimit;
import dev.forebay.engine.RetryRule;
import dev.forebay.engine.Send;
import dev.forebay.engine.Settlement.Attempt;
import dev.forebay.engine.Settlement.Release;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Draws policies into a script from chance of its own, so that what the script does otherwise stays
 * as it was: retry rules, breakers, failures with reasons, pauses.
 */
final class PolicyWriter {
    private static final List<String> REASONS = List.of("", "", "down 1", "down 2", "odd body");
    private static final List<String> OWN_RULES =
            List.of("at-once", "fixed 700ms", "exponential 100ms factor 3 cap 2s jitter 100");
    private static final List<Flow> FLOWS = List.of(Flow.values());
    private static final int MOST_FLOWS = 6;
    private static final int MOST_WITHDRAWALS = 12;
    private static final int MOST_BURSTS = 4;

    private final Random random;
    private final boolean hasDeadlines;

    private PolicyWriter(long seed) {
        random = new Random(seed * 0x9E3779B97F4A7C15L + 2);
        hasDeadlines = random.nextInt(4) == 0;
    }

    static Script into(Script plain) {
        PolicyWriter writer = new PolicyWriter(plain.seed());
        Map<String, QueueSettings> queues = new LinkedHashMap<>();
        plain.queues()
                .forEach((name, settings) ->
                        queues.put(
                                name, name.equals("dead") ? settings : writer.settings(settings)));
        List<Step> steps = new ArrayList<>();
        plain.steps().forEach(step -> steps.add(writer.step(step)));
        writer.addFlows(steps);
        writer.addWithdrawals(steps);
        writer.addBursts(steps, plain.clients());
        return new Script(plain.seed(), queues, plain.readers(), plain.clients(), steps);
    }

    private QueueSettings settings(QueueSettings plain) {
        QueueSettings settings = plain;
        if (random.nextInt(3) == 0) {
            RetryRule rule = RetryRule.of(backoff());
            boolean limited = plain.deadLetter().isPresent() && random.nextBoolean();
            settings =
                    settings.withRetry(
                            limited ? rule.withMaxAttempts(1 + random.nextInt(5)) : rule);
        }
        if (random.nextInt(4) == 0) {
            long pause = 500L + random.nextInt(3000);
            settings =
                    settings.withBreaker(
                            new BreakerRule(1 + random.nextInt(5), 20_000, pause, pause * 3));
        }
        return limits(settings);
    }

    private QueueSettings limits(QueueSettings plain) {
        QueueSettings settings = plain;
        if (plain.maxDepth().isPresent()) {
            int drawn = random.nextInt(3);
            boolean moves = plain.deadLetter().isPresent() && plain.ordering() == Ordering.NONE;
            if (drawn == 0) {
                settings = settings.withWhenFull(WhenFull.DROP_OLDEST);
            } else if (drawn == 1 && moves) {
                settings = settings.withWhenFull(WhenFull.DEAD_LETTER_OLDEST);
            }
        }
        if (random.nextInt(6) == 0) {
            settings = settings.withRates(settings.rates().withSending(limit()));
        }
        if (random.nextInt(6) == 0) {
            settings = settings.withRates(settings.rates().withDelivery(limit()));
        }
        if (random.nextInt(8) == 0) {
            settings = settings.withRates(settings.rates().withSendingPerKey(limit()));
        }
        return settings;
    }

    private RateLimit limit() {
        return new RateLimit(1 + random.nextInt(20), 1 + random.nextInt(20));
    }

    private Backoff backoff() {
        return random.nextBoolean()
                ? new Backoff.Fixed(1L + random.nextInt(3000))
                : new Backoff.Exponential(50L + random.nextInt(500), 2, 4_000, random.nextInt(101));
    }

    private Step step(Step step) {
        return switch (step) {
            case Step.Settle settle when settle.end() == Step.End.RELEASE ->
                    new Step.Settle(
                            settle.client(),
                            settle.picks(),
                            settle.end(),
                            random.nextBoolean() ? Release.BY_RULE : settle.millis(),
                            random.nextInt(3) == 0 ? Attempt.UNCOUNTED : Attempt.COUNTED,
                            REASONS.get(random.nextInt(REASONS.size())));
            case Step.Send send ->
                    new Step.Send(
                            send.client(),
                            send.queue(),
                            send.items().stream().map(this::item).toList());
            default -> step;
        };
    }

    private Step.Item item(Step.Item item) {
        String rule = random.nextInt(8) == 0 ? OWN_RULES.get(random.nextInt(OWN_RULES.size())) : "";
        long expiry =
                hasDeadlines && random.nextInt(4) == 0
                        ? Script.SHORTEST_DEADLINE + random.nextInt(60_000)
                        : Send.QUEUE_EXPIRY;
        return new Step.Item(
                item.key(),
                item.delayMillis(),
                item.deduplication(),
                item.bytes(),
                rule,
                expiry,
                item.priority());
    }

    private void addWithdrawals(List<Step> steps) {
        for (int left = random.nextInt(MOST_WITHDRAWALS); left > 0; left--) {
            int at = random.nextInt(steps.size());
            steps.add(at, new Step.Withdraw(random.nextInt(8), random.nextInt(1 << 16)));
        }
    }

    /** More at once than a queue may hold, as a rule. */
    private void addBursts(List<Step> steps, int clients) {
        for (int left = random.nextInt(MOST_BURSTS); left > 0; left--) {
            List<Step.Item> items = new ArrayList<>();
            for (int more = 10 + random.nextInt(40); more > 0; more--) {
                items.add(item(new Step.Item(random.nextInt(5), -1, -1, 10)));
            }
            Step burst = new Step.Send(random.nextInt(clients), random.nextInt(1 << 16), items);
            steps.add(random.nextInt(steps.size()), burst);
        }
    }

    private void addFlows(List<Step> steps) {
        for (int left = random.nextInt(MOST_FLOWS); left > 0; left--) {
            int at = random.nextInt(steps.size());
            int queue = random.nextInt(1 << 16);
            Flow flow = FLOWS.get(random.nextInt(FLOWS.size()));
            steps.add(at, new Step.Steer(0, queue, flow));
            int later = Math.min(steps.size(), at + 1 + random.nextInt(80));
            steps.add(later, new Step.Steer(0, queue, Flow.RUNNING));
        }
    }
}
