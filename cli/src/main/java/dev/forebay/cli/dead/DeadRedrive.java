package dev.forebay.cli.dead;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.ExitCode;
import dev.forebay.cli.OnServer;
import dev.forebay.cli.api.Api;
import dev.forebay.cli.input.Count;
import dev.forebay.cli.message.MessageSheets;
import dev.forebay.cli.output.Affected;
import dev.forebay.cli.output.Consent;
import dev.forebay.cli.output.Output;
import dev.forebay.cli.queue.QueueNames;
import dev.forebay.cli.queue.QueueSheet;
import dev.forebay.cli.run.Run;
import dev.forebay.cli.run.RunSheets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Brings dead letters back. */
@Command(
        name = "redrive",
        description = {
            "Move dead letters back to where they came from.",
            "",
            "Each exactly once and with its identity. Waits until it is done; Ctrl-C",
            "leaves it running (see dead runs)."
        },
        footer = {
            "",
            "Example:",
            "  forebay dead redrive orders-dead --where 'error ~ \"timeout\"' --rate 50 --dry-run"
        })
final class DeadRedrive implements Callable<Integer> {
    @Mixin private OnServer server = new OnServer();
    @Mixin private Output output = new Output();
    @Mixin private Consent consent = new Consent();

    @Parameters(
            paramLabel = "QUEUE",
            completionCandidates = QueueNames.class,
            description = "A dead-letter queue.")
    private String queue = "";

    @Option(
            names = {"-w", "--where"},
            paramLabel = "FILTER",
            description = "Only these, such as: error ~ \"timeout\" and age > 1h.")
    private Optional<String> where = Optional.empty();

    @Option(names = "--id", paramLabel = "ID", description = "Only these; may be repeated.")
    private List<String> ids = List.of();

    @Option(
            names = "--into",
            paramLabel = "QUEUE",
            completionCandidates = QueueNames.class,
            description = "Into this queue instead.")
    private Optional<String> into = Optional.empty();

    @Option(
            names = "--rate",
            paramLabel = "N",
            converter = Count.PerSecond.class,
            description = "So many a second at most.")
    private Optional<Count> rate = Optional.empty();

    @Option(
            names = "--set-header",
            paramLabel = "NAME=VALUE",
            description = "Change them on the way; may be repeated.")
    private Map<String, String> setHeaders = new LinkedHashMap<>();

    @Option(
            names = "--remove-header",
            paramLabel = "NAME",
            description = "Likewise; may be repeated.")
    private List<String> removeHeaders = List.of();

    @Option(names = "--set-key", paramLabel = "KEY", description = "Likewise.")
    private Optional<String> key = Optional.empty();

    @Option(
            names = "--set-body",
            paramLabel = "TEXT",
            description =
                    "Likewise; $${body.order.id} and the like stand for parts of what it was.")
    private Optional<String> body = Optional.empty();

    @Option(names = "--dry-run", description = "Say how many, show some, and move none.")
    private boolean dryRun;

    @Option(names = "--no-wait", description = "Start it, and do not wait for its end.")
    private boolean noWait;

    /** For picocli. */
    DeadRedrive() {}

    @Override
    public Integer call() throws CommandFailed {
        return server.ask(
                OnServer.LONG,
                api -> {
                    String path = Api.queue(queue) + "/redrives";
                    JsonNode preview = api.post(path + "/preview", wanted());
                    String messages = QueueSheet.messages(preview.path("messages").asLong());
                    if (dryRun) {
                        show(preview, messages);
                        return ExitCode.OK.number();
                    }
                    consent.to(
                            "Move %s from \"%s\" to %s"
                                    .formatted(
                                            messages,
                                            queue,
                                            into.map(name -> "\"" + name + "\"")
                                                    .orElse("where they came from")));
                    JsonNode begun = api.post(path, wanted());
                    Run run = Run.redrive(api, queue, begun.path("redrive").asLong());
                    if (noWait) {
                        run.tell(output, begun);
                        return ExitCode.OK.number();
                    }
                    return run.await(output, begun, begun.path("total").asLong(0)).number();
                });
    }

    private void show(JsonNode preview, String messages) {
        if (output.isForPeople()) {
            boolean any = !preview.path("sample").isEmpty();
            output.talk().println("Would move " + messages + (any ? ". The first:" : "."));
            if (!any) {
                return;
            }
            try (var listing = output.list(MessageSheets.BROWSED)) {
                preview.path("sample").forEach(listing::row);
                listing.complete();
            }
        } else {
            output.one(
                    RunSheets.REDRIVES,
                    Affected.byDryRun(preview, preview.path("messages").asLong()));
        }
    }

    private Map<String, Object> wanted() {
        Map<String, Object> wanted = new LinkedHashMap<>();
        where.ifPresent(filter -> wanted.put("filter", filter));
        if (!ids.isEmpty()) {
            wanted.put("ids", ids);
        }
        into.ifPresent(name -> wanted.put("intoQueue", name));
        rate.ifPresent(perSecond -> wanted.put("ratePerSecond", perSecond.value()));
        Map<String, Object> edit = edit();
        if (!edit.isEmpty()) {
            wanted.put("edit", edit);
        }
        return wanted;
    }

    private Map<String, Object> edit() {
        Map<String, Object> edit = new LinkedHashMap<>();
        if (!setHeaders.isEmpty()) {
            edit.put("setHeaders", setHeaders);
        }
        if (!removeHeaders.isEmpty()) {
            edit.put("removeHeaders", removeHeaders);
        }
        key.ifPresent(text -> edit.put("key", text));
        body.ifPresent(text -> edit.put("body", text));
        return edit;
    }
}
