package dev.forebay.amqp.management;

import dev.forebay.amqp.Administration;
import dev.forebay.amqp.management.DefinitionsImport.Finding;
import dev.forebay.amqp.management.DefinitionsImport.Outcome;
import dev.forebay.amqp.management.Row.Members;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Definitions files: exported, and taken from RabbitMQ or from here. Beside what RabbitMQ's API
 * has, {@code ?dry_run=true} changes nothing, and {@code ?report=true} tells of each thing what
 * became of it, in place of no answer or the first refusal. On the lane.
 */
final class DefinitionActions {
    private final Administration administration;
    private final Executor reader;

    /**
     * For one server.
     *
     * @param reader reads files
     */
    DefinitionActions(Administration administration, Executor reader) {
        this.administration = administration;
        this.reader = reader;
    }

    void export(Request request) {
        new DefinitionsExport(administration, request).write();
    }

    void take(Request request) {
        String vhost = request.part("vhost").isEmpty() ? "" : request.host();
        request.file(reader, file -> take(request, file, vhost));
    }

    private void take(Request request, Wish file, String vhost) {
        List<Definition> definitions =
                new DefinitionsReader(administration, request.principal()).read(file, vhost);
        boolean dry = request.query("dry_run").equals("true");
        boolean report = dry || request.query("report").equals("true");
        DefinitionsImport.of(
                definitions,
                dry ? DefinitionsImport.Mode.LOOK_ONLY : DefinitionsImport.Mode.CARRY_OUT,
                administration.queues().lane(),
                findings -> request.attempt(() -> answer(request, findings, report)));
    }

    private static void answer(Request request, List<Finding> findings, boolean report) {
        List<Finding> refused =
                findings.stream().filter(one -> one.outcome() == Outcome.REFUSED).toList();
        if (report) {
            request.json(report(findings));
        } else if (refused.isEmpty()) {
            request.empty(204);
        } else {
            throw ApiError.badRequest(
                    "not taken, while all else was: "
                            + refused.stream()
                                    .map(Finding::text)
                                    .collect(Collectors.joining("; ")));
        }
    }

    private static Map<String, @Nullable Object> report(List<Finding> findings) {
        Map<String, Long> counts = new LinkedHashMap<>();
        List<Object> shown = new ArrayList<>(findings.size());
        for (Outcome outcome : Outcome.values()) {
            counts.put(
                    outcome.word(),
                    findings.stream().filter(one -> one.outcome() == outcome).count());
        }
        for (Finding finding : findings) {
            shown.add(
                    Members.of("kind", finding.definition().kind())
                            .and("vhost", finding.definition().vhost())
                            .and("name", finding.definition().name())
                            .and("outcome", finding.outcome().word())
                            .and("reason", finding.reason())
                            .all());
        }
        return Members.of("counts", counts).and("definitions", shown).all();
    }
}
