package dev.forebay.testkit.log;

import static dev.forebay.testkit.log.LogStep.append;
import static dev.forebay.testkit.log.LogStep.entry;
import static dev.forebay.testkit.log.LogStep.group;

import java.util.ArrayList;
import java.util.List;

/**
 * The stories of the log that crashes are tried in. Sizes fit stores whose commit files have 16
 * KiB, whose frames 4 KiB to 16 KiB and whose segments 4 KiB.
 */
public final class LogScenarios {
    private static final LogStep AWAIT = new LogStep.Await();
    private static final LogStep RESTART = new LogStep.Restart();
    private static final LogStep READ = new LogStep.ReadAll();
    private static final LogStep IDLE = new LogStep.Pass(50);

    private final LogMachine.Factory machines;
    private final List<LogScenario> scenarios = new ArrayList<>();

    private LogScenarios(LogMachine.Factory machines) {
        this.machines = machines;
    }

    /** All of them, each on machines of this factory. */
    public static List<LogScenario> all(LogMachine.Factory machines) {
        LogScenarios scenarios = new LogScenarios(machines);
        scenarios.appends();
        scenarios.groups();
        scenarios.files();
        scenarios.removals();
        scenarios.compactions();
        scenarios.lives();
        return List.copyOf(scenarios.scenarios);
    }

    private void appends() {
        story("first-start", IDLE);
        story("one-append", append("a", 40), AWAIT);
        story("append-after-append", waited(6, i -> append("a", 50 + i)));
        story("idle-between", append("a", 50), IDLE, append("a", 60), IDLE, append("b", 70), AWAIT);
        story("batches", group(entry("a", 5, 300)), group(entry("a", 9, 700)), AWAIT, READ);
        story("pipeline", many(12, i -> append("s" + i % 3, 90 + i)));
        story("wide-batch", append("a", 3000), append("a", 3900), AWAIT, append("a", 20), AWAIT);
    }

    private void groups() {
        story(
                "group-across-streams",
                group(entry("a", 1, 50), entry("b", 1, 60), entry("c", 1, 70)),
                AWAIT,
                group(entry("c", 2, 80), entry("a", 1, 90), entry("a", 1, 30)),
                AWAIT);
        story(
                "fan-out",
                group(new LogStep.Entry(List.of("a", "b", "c", "d"), 2, 200)),
                group(new LogStep.Entry(List.of("b", "d"), 1, 100), entry("e", 1, 10)),
                AWAIT,
                READ);
        story("group-in-parts", append("a", 30), large(6, 3000), append("a", 30), AWAIT, READ);
        story(
                "two-large-groups",
                large(5, 2500),
                large(4, 3100),
                AWAIT,
                IDLE,
                append("s0", 9),
                AWAIT);
        story("large-batch", group(entry("a", 3, 9000)), append("a", 20), AWAIT, READ);
        story(
                "batch-beyond-a-file",
                append("a", 30),
                append("b", 20_000),
                append("a", 20),
                AWAIT,
                READ);
        story(
                "wide-files-again",
                group(entry("a", 1, 17_000), entry("b", 1, 40)),
                AWAIT,
                RESTART,
                append("b", 21_000),
                AWAIT,
                append("a", 10),
                AWAIT);
    }

    private void files() {
        story("segment-roll", waited(8, i -> append("a", 1500)));
        story("two-streams-roll", many(10, i -> append(i % 2 == 0 ? "a" : "b", 1400)));
        story("checkpoint", many(14, i -> append("s" + i % 4, 1200)));
        story(
                "checkpoint-when-idle",
                many(6, i -> append("a", 1200)),
                IDLE,
                append("a", 10),
                AWAIT);
        story("recycling", waited(24, i -> append("s" + i % 3, 1800)));
        story("recycling-small-frames", waited(45, i -> append("a", 700 - i)));
        story(
                "many-streams",
                many(40, i -> append("many/" + i, 30)),
                READ,
                append("many/7", 30),
                AWAIT);
        story(
                "many-streams-checkpoint",
                many(24, i -> append("many/" + i % 12, 900)),
                append("many/3", 30),
                AWAIT);
        scenarios.add(
                new LogScenario(
                        "full-log-goes-on",
                        machines,
                        many(20, i -> append("a", 1500)),
                        waited(12, i -> append("a", 1700))));
    }

    private void removals() {
        story(
                "retention",
                many(8, i -> append("a", 1500)),
                new LogStep.Retain("a", 2),
                append("a", 40),
                AWAIT,
                IDLE,
                READ);
        story(
                "retention-then-roll",
                many(10, i -> append("a", 1500)),
                new LogStep.Retain("a", 4),
                many(6, i -> append("a", 1500)),
                new LogStep.Retain("a", 1),
                READ);
        story("deletion", append("a", 50), append("b", 60), AWAIT, delete("a"), AWAIT, READ);
        story(
                "deletion-of-segments",
                many(8, i -> append(i % 2 == 0 ? "a" : "b", 1500)),
                delete("a"),
                AWAIT,
                many(8, i -> append("b", 1500)));
        story(
                "deletion-and-again",
                append("a", 50),
                delete("a"),
                append("a", 70),
                AWAIT,
                delete("a"),
                AWAIT,
                append("a", 90),
                AWAIT,
                READ);
        story(
                "deletion-between-appends",
                append("a", 1000),
                append("b", 10),
                delete("a"),
                append("b", 20),
                append("a", 30),
                AWAIT);
    }

    private void compactions() {
        story(
                "compaction",
                many(12, i -> append("a", 1200)),
                RESTART,
                compact("a", 1, 5),
                IDLE,
                READ,
                append("a", 40),
                AWAIT,
                READ);
        story(
                "compaction-of-all-but-the-end",
                many(14, i -> append("a", 1200)),
                compact("a", 13, 14),
                IDLE,
                append("a", 40),
                AWAIT,
                READ);
        story(
                "compaction-again",
                many(60, i -> append("a", 380)),
                compact("a", 0, 4),
                new LogStep.Pass(150),
                compact("a", 0, 8),
                new LogStep.Pass(150),
                RESTART,
                many(6, i -> append("a", 1300)),
                compact("a", 0, 16),
                IDLE,
                READ);
        story(
                "compaction-beside-appends",
                many(16, i -> append(i % 2 == 0 ? "a" : "b", 1500)),
                RESTART,
                compact("a", 1, 4),
                compact("b", 2, 5),
                many(8, i -> append(i % 2 == 0 ? "a" : "b", 1500)),
                new LogStep.Retain("a", 3),
                READ);
    }

    private void lives() {
        story("clean-restart", append("a", 50), RESTART, append("a", 60), AWAIT, RESTART, READ);
        story(
                "restart-with-segments",
                many(8, i -> append("s" + i % 2, 1500)),
                RESTART,
                many(8, i -> append("s" + i % 2, 1300)),
                RESTART,
                append("s0", 5),
                AWAIT);
        story("restart-of-nothing", RESTART, RESTART, append("a", 40), AWAIT);
        story("restart-in-a-hurry", append("a", 50), append("b", 50), RESTART, READ);
        story(
                "restart-after-deletion",
                append("a", 50),
                delete("a"),
                RESTART,
                append("a", 30),
                RESTART,
                READ);
        scenarios.add(
                new LogScenario(
                        "second-life",
                        machines,
                        List.of(append("a", 900), append("b", 500), AWAIT),
                        List.of(append("a", 70), AWAIT, append("b", 80), AWAIT, IDLE)));
        scenarios.add(
                new LogScenario(
                        "start-alone",
                        machines,
                        many(10, i -> append("s" + i % 3, 1100)),
                        List.of(IDLE)));
        scenarios.add(
                new LogScenario(
                        "start-alone-after-clean-stop",
                        machines,
                        join(many(10, i -> append("s" + i % 3, 1100)), List.of(RESTART)),
                        List.of(IDLE, append("s0", 10), AWAIT)));
    }

    private void story(String name, Object... parts) {
        List<LogStep> steps = new ArrayList<>();
        for (Object part : parts) {
            if (part instanceof LogStep step) {
                steps.add(step);
            } else if (part instanceof List<?> several) {
                several.forEach(step -> steps.add((LogStep) step));
            } else {
                throw new IllegalArgumentException("neither step nor steps: " + part);
            }
        }
        scenarios.add(new LogScenario(name, machines, List.of(), steps));
    }

    private static LogStep.Delete delete(String stream) {
        return new LogStep.Delete(stream);
    }

    private static LogStep.Compact compact(String stream, int first, int every) {
        return new LogStep.Compact(stream, first, every);
    }

    private static LogStep large(int entries, int bytes) {
        LogStep.Entry[] group = new LogStep.Entry[entries];
        for (int i = 0; i < entries; i++) {
            group[i] = entry("s" + i % 2, 1, bytes);
        }
        return group(group);
    }

    private interface Numbered {
        LogStep step(int number);
    }

    /** So many steps, each answered before the next. */
    private static List<LogStep> waited(int count, Numbered step) {
        List<LogStep> steps = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            steps.add(step.step(i));
            steps.add(AWAIT);
        }
        return steps;
    }

    /** So many steps at once. */
    private static List<LogStep> many(int count, Numbered step) {
        List<LogStep> steps = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            steps.add(step.step(i));
        }
        steps.add(AWAIT);
        return steps;
    }

    private static List<LogStep> join(List<LogStep> first, List<LogStep> second) {
        List<LogStep> both = new ArrayList<>(first);
        both.addAll(second);
        return both;
    }
}
