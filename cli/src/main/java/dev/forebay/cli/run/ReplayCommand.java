package dev.forebay.cli.run;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.ExitCode;
import dev.forebay.cli.OnServer;
import dev.forebay.cli.api.Api;
import dev.forebay.cli.input.Count;
import dev.forebay.cli.output.Affected;
import dev.forebay.cli.output.Consent;
import dev.forebay.cli.output.Output;
import dev.forebay.cli.queue.QueueNames;
import dev.forebay.cli.queue.QueueSheet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Delivers again what is still kept. */
@Command(
        name = "replay",
        description = {
            "Deliver again what a queue still keeps.",
            "",
            "What was settled goes to the queue's own consumers again, to a subscription,",
            "or as copies into another queue. Those that run: forebay replays."
        },
        footer = {
            "",
            "Examples:",
            "  forebay replay orders --from 2026-11-26T08:00:00Z --to 2026-11-26T09:00:00Z --dry-run",
            "  forebay replay orders --from beginning --into-queue orders-test --wait"
        })
public final class ReplayCommand implements Callable<Integer> {
    @Mixin private OnServer server = new OnServer();
    @Mixin private Output output = new Output();
    @Mixin private Consent consent = new Consent();

    @Parameters(
            paramLabel = "QUEUE",
            completionCandidates = QueueNames.class,
            description = "The queue.")
    private String queue = "";

    @Option(
            names = "--from",
            paramLabel = "PLACE",
            required = true,
            description = "An offset, a time, or beginning.")
    private String from = "";

    @Option(names = "--to", paramLabel = "PLACE", description = "Likewise; now without it.")
    private Optional<String> to = Optional.empty();

    @Option(
            names = {"-w", "--where"},
            paramLabel = "FILTER",
            description = "Only these, such as: key like \"order-*\".")
    private Optional<String> where = Optional.empty();

    @Option(
            names = "--rate",
            paramLabel = "N",
            converter = Count.PerSecond.class,
            description = "So many a second at most.")
    private Optional<Count> rate = Optional.empty();

    @Option(
            names = "--into-queue",
            paramLabel = "QUEUE",
            completionCandidates = QueueNames.class,
            description = "Copy them into this queue.")
    private Optional<String> intoQueue = Optional.empty();

    @Option(
            names = "--into-subscription",
            paramLabel = "NAME",
            description = "To the readers of this subscription.")
    private Optional<String> intoSubscription = Optional.empty();

    @Option(names = "--create", description = "Make the subscription if it is not there.")
    private boolean create;

    @Option(names = "--dry-run", description = "Say how many, and deliver none.")
    private boolean dryRun;

    @Option(
            names = "--wait",
            description = "Wait until it is done: all is copied, or settled again.")
    private boolean wait;

    /** For picocli. */
    public ReplayCommand() {}

    @Override
    public Integer call() throws CommandFailed {
        return server.ask(
                OnServer.LONG,
                api -> {
                    String path = Api.queue(queue) + "/replays";
                    JsonNode preview = api.post(path + "/preview", wanted());
                    String messages = QueueSheet.messages(preview.path("meant").asLong());
                    if (dryRun) {
                        output.done(
                                RunSheets.REPLAYS,
                                Affected.byDryRun(preview, preview.path("meant").asLong()),
                                "Would deliver " + messages + " again.");
                        return ExitCode.OK.number();
                    }
                    consent.to("Deliver " + messages + " again");
                    JsonNode begun = api.post(path, wanted());
                    Run run = Run.replay(api, queue, begun.path("replay").asLong());
                    if (wait) {
                        return run.await(output, begun, preview.path("meant").asLong()).number();
                    }
                    run.tell(output, begun);
                    return ExitCode.OK.number();
                });
    }

    private Map<String, Object> wanted() {
        Map<String, Object> wanted = new LinkedHashMap<>();
        wanted.put("from", Place.of(from));
        to.ifPresent(place -> wanted.put("to", Place.of(place)));
        where.ifPresent(filter -> wanted.put("filter", filter));
        rate.ifPresent(perSecond -> wanted.put("ratePerSecond", perSecond.value()));
        intoQueue.ifPresent(name -> wanted.put("intoQueue", name));
        intoSubscription.ifPresent(name -> wanted.put("intoSubscription", name));
        if (create) {
            wanted.put("create", true);
        }
        return wanted;
    }
}
