package dev.forebay.cli.message;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.ExitCode;
import dev.forebay.cli.OnServer;
import dev.forebay.cli.api.Api;
import dev.forebay.cli.input.Count;
import dev.forebay.cli.input.Span;
import dev.forebay.cli.output.Listing;
import dev.forebay.cli.output.Output;
import dev.forebay.cli.queue.QueueNames;
import java.io.IOException;
import java.util.ArrayList;
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

/** Leases messages, and with an option settles them. */
@Command(
        name = "receive",
        description = {
            "Receive messages.",
            "",
            "Each is leased: ack, release, reject or extend it by its lease, or it comes",
            "back. To look at messages without taking them see browse and tail."
        },
        footer = {
            "",
            "Examples:",
            "  forebay receive orders --wait 20s",
            "  forebay receive orders --max 100 --ack -o jsonl > orders.jsonl",
            "  forebay ack orders $(forebay receive orders -o name)"
        })
public final class ReceiveCommand implements Callable<Integer> {
    private static final int MOST_AT_ONCE = 1_000;

    @Mixin private OnServer server = new OnServer();
    @Mixin private Output output = new Output();

    @Parameters(
            paramLabel = "QUEUE",
            completionCandidates = QueueNames.class,
            description = "From where.")
    private String queue = "";

    @Option(
            names = {"-n", "--max"},
            paramLabel = "N",
            converter = Count.FromOne.class,
            defaultValue = "1",
            description = "How many at most (default: ${DEFAULT-VALUE}).")
    private Count max = new Count(1);

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            converter = Span.Converter.class,
            defaultValue = "0s",
            description = "How long to wait for the first (default: ${DEFAULT-VALUE}).")
    private Span wait = new Span(0);

    @Option(
            names = "--lease",
            paramLabel = "TIME",
            converter = Span.Converter.class,
            description = "How long they are leased; else as the queue says.")
    private Optional<Span> lease = Optional.empty();

    @Option(names = "--subscription", paramLabel = "NAME", description = "By this subscription.")
    private Optional<String> subscription = Optional.empty();

    @Option(
            names = "--ack",
            description = "Ack them once they are printed: they are never delivered again.")
    private boolean ack;

    /** For picocli. */
    public ReceiveCommand() {}

    @Override
    public Integer call() throws CommandFailed {
        return server.ask(
                OnServer.SHORT.plusMillis(wait.millis()),
                api -> {
                    List<String> shown = new ArrayList<>();
                    try (Listing listing = output.list(MessageSheets.LEASED)) {
                        receive(api, listing, shown);
                        listing.complete();
                    }
                    output.flush();
                    ack(api, shown);
                    return ExitCode.OK.number();
                });
    }

    /**
     * Receives what is there, as much as is wanted.
     *
     * @param unsettled gets the leases that are left to ack once they are shown
     */
    private void receive(Api api, Listing listing, List<String> unsettled)
            throws IOException, InterruptedException {
        long waitMillis = wait.millis();
        long left = max.value();
        while (left > 0) {
            JsonNode answer =
                    api.post(
                            Api.queue(queue) + "/receive",
                            request(Math.min(left, MOST_AT_ONCE), waitMillis));
            List<JsonNode> messages = answer.path("messages").valueStream().toList();
            if (messages.isEmpty()) {
                sayWhy(answer.path("heldBack"));
                return;
            }
            messages.forEach(listing::row);
            unsettled.addAll(leases(messages));
            if (!output.isForPeople()) { // a table is shown at its end
                output.flush();
                ack(api, unsettled);
                unsettled.clear();
            }
            left -= messages.size();
            waitMillis = 0;
        }
    }

    private void ack(Api api, List<String> leases) throws IOException, InterruptedException {
        for (int from = 0; ack && from < leases.size(); from += MOST_AT_ONCE) {
            int to = Math.min(leases.size(), from + MOST_AT_ONCE);
            Settlement.of("ack", leases.subList(from, to)).send(api, queue, output.talk());
        }
    }

    private Map<String, Object> request(long most, long waitMillis) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("max", most);
        request.put("waitMillis", waitMillis);
        lease.ifPresent(span -> request.put("leaseMillis", span.millis()));
        subscription.ifPresent(name -> request.put("subscription", name));
        return request;
    }

    private static List<String> leases(List<JsonNode> messages) {
        return messages.stream().map(message -> message.path("lease").asString("")).toList();
    }

    private void sayWhy(JsonNode heldBack) {
        if (heldBack.has("detail")) {
            output.talk().println(heldBack.path("detail").asString(""));
        }
    }
}
