package dev.forebay.cli.upkeep;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.ExitCode;
import dev.forebay.cli.OnServer;
import dev.forebay.cli.alerts.Alerts;
import dev.forebay.cli.api.Api;
import dev.forebay.cli.input.Count;
import dev.forebay.cli.input.Span;
import dev.forebay.cli.output.Output;
import dev.forebay.cli.output.Sheet;
import dev.forebay.cli.output.Units;
import dev.forebay.cli.queue.QueueNames;
import dev.forebay.cli.queue.QueueSheet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Tells a monitoring system how a server is. */
@Command(
        name = "check",
        description = {
            "Check a server, or queues of it, for a monitoring system.",
            "",
            "One line and an exit code as plugins of Nagios have them. Alerts that are not",
            "silenced are warnings or critical as they say themselves; without QUEUE all",
            "are looked at."
        },
        exitCodeList = {
            "0:well",
            "1:something needs attention",
            "2:something does not work, or no server answers",
            "3:nobody knows: wrong usage, not allowed, no such queue"
        },
        exitCodeOnInvalidInput = 3)
public final class CheckCommand implements Callable<Integer> {
    private static final List<String> STATES = List.of("OK", "WARNING", "CRITICAL", "UNKNOWN");
    private static final int WARNING = 1;
    private static final int CRITICAL = 2;
    private static final int UNKNOWN = 3;

    private static final Sheet SHEET = Sheet.of("answers", "/state");

    @Mixin private OnServer server = new OnServer();
    @Mixin private Output output = new Output();

    @Parameters(
            paramLabel = "QUEUE",
            arity = "0..*",
            completionCandidates = QueueNames.class,
            description = "Queues to look at.")
    private List<String> queues = List.of();

    @Option(
            names = "--warn-age",
            paramLabel = "TIME",
            converter = Span.Converter.class,
            description = "Warn when a queue's oldest message is older.")
    private Optional<Span> warnAge = Optional.empty();

    @Option(
            names = "--critical-age",
            paramLabel = "TIME",
            converter = Span.Converter.class,
            description = "Likewise, as critical.")
    private Optional<Span> criticalAge = Optional.empty();

    @Option(
            names = "--warn-depth",
            paramLabel = "N",
            converter = Count.Converter.class,
            description = "Warn when a queue holds more messages.")
    private Optional<Count> warnDepth = Optional.empty();

    @Option(
            names = "--critical-depth",
            paramLabel = "N",
            converter = Count.Converter.class,
            description = "Likewise, as critical.")
    private Optional<Count> criticalDepth = Optional.empty();

    private final List<JsonNode> examined = new ArrayList<>();
    private final List<String> findings = new ArrayList<>();

    /** Queues of whose age objective nobody is to be told. */
    private final Set<String> silentAges = new HashSet<>();

    private int worst;

    /** For picocli. */
    public CheckCommand() {}

    @Override
    public Integer call() {
        String figures = "";
        try {
            figures = server.ask(this::examine);
        } catch (CommandFailed failure) {
            find(failure.code() == ExitCode.UNREACHABLE ? CRITICAL : UNKNOWN, failure.getMessage());
        }
        if (output.isForPeople()) {
            String found = findings.isEmpty() ? "all is well" : String.join("; ", findings);
            output.out().println("FOREBAY " + STATES.get(worst) + " - " + found + figures);
            output.out().flush();
        } else {
            output.one(SHEET, answer());
        }
        return worst;
    }

    private ObjectNode answer() {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("state", STATES.get(worst));
        findings.forEach(answer.putArray("findings")::add);
        answer.put("queues", examined.size());
        answer.put("messages", messages());
        return answer;
    }

    private long messages() {
        return examined.stream().mapToLong(QueueSheet::unsettled).sum();
    }

    private void find(int state, String finding) {
        worst = Math.max(worst, state);
        findings.add(finding);
    }

    private String examine(Api api) throws IOException, InterruptedException {
        for (JsonNode check : Health.of(api).path("checks")) {
            if (!check.path("well").asBoolean(false)) {
                find(
                        check.path("needed").asBoolean(true) ? CRITICAL : WARNING,
                        check.path("detail").asString(""));
            }
        }
        for (JsonNode alert : Alerts.lasting(api)) {
            examineAlert(alert);
        }
        if (queues.isEmpty()) {
            api.each("/v1/queues", "queues", examined::add);
        }
        for (String queue : queues) {
            examined.add(api.get(Api.queue(queue)));
        }
        examined.forEach(this::examine);
        return " | queues=%d messages=%d".formatted(examined.size(), messages());
    }

    /** Of age objectives queues tell themselves, at once; of storage its check does. */
    private void examineAlert(JsonNode alert) {
        String queue = alert.path("queue").asString("");
        boolean isAge = alert.path("kind").asString("").equals("age-objective");
        if (Alerts.isSilent(alert)) {
            if (isAge) {
                silentAges.add(queue);
            }
            return;
        }
        boolean isAsked = queues.isEmpty() || queues.contains(queue);
        if (isAsked && !isAge && !alert.path("kind").asString("").equals("storage")) {
            find(
                    Alerts.isCritical(alert) ? CRITICAL : WARNING,
                    alert.path("summary").asString("").replaceFirst("\\.$", ""));
        }
    }

    private void examine(JsonNode queue) {
        String name = queue.path("name").asString("");
        long age = queue.at("/stats/oldestAgeMillis").asLong(0);
        long depth = QueueSheet.unsettled(queue);
        String old = name + ": the oldest message is " + Units.millis(age) + " old";
        String deep = name + ": holds " + QueueSheet.messages(depth);
        if (criticalAge.filter(most -> age > most.millis()).isPresent()) {
            find(CRITICAL, old);
        } else if (warnAge.filter(most -> age > most.millis()).isPresent()) {
            find(WARNING, old);
        } else if (queue.at("/stats/ageObjectiveMissed").asBoolean(false)
                && !silentAges.contains(name)) {
            find(WARNING, old + ", which misses its objective");
        }
        if (criticalDepth.filter(most -> depth > most.value()).isPresent()) {
            find(CRITICAL, deep);
        } else if (warnDepth.filter(most -> depth > most.value()).isPresent()) {
            find(WARNING, deep);
        }
    }
}
