package dev.forebay.cli.load;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.ExitCode;
import dev.forebay.cli.OnServer;
import dev.forebay.cli.api.Api;
import dev.forebay.cli.input.Size;
import dev.forebay.cli.input.Span;
import dev.forebay.cli.output.Column;
import dev.forebay.cli.output.Listing;
import dev.forebay.cli.output.Output;
import dev.forebay.cli.output.Progress;
import dev.forebay.cli.output.Sheet;
import dev.forebay.cli.output.Units;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Measures a server under an even load. */
@Command(
        name = "bench",
        description = {
            "Measure sending and delivery at an even rate, over the HTTP API.",
            "",
            "Messages are due at even distances, whether or not the server keeps up, and their",
            "times count from when they were due: waiting is in the figures. Makes a queue of its",
            "own and deletes it."
        },
        exitCodeList = {
            "0:the rate was held",
            "1:it was not, or a send failed",
            "2:wrong usage",
            "6:no server answers at the address"
        })
public final class BenchCommand implements Callable<Integer> {
    private static final double HELD = 0.98;

    private static final Sheet SHEET =
            Sheet.of(
                    "figures",
                    "/what",
                    Column.text("MILLISECONDS", "/what"),
                    Column.count("MESSAGES", "/messages"),
                    Column.text("MEDIAN", "/median"),
                    Column.text("P90", "/p90"),
                    Column.text("P99", "/p99"),
                    Column.text("P99.9", "/p999"),
                    Column.text("LONGEST", "/longest"));

    @Mixin private OnServer server = new OnServer();
    @Mixin private Output output = new Output();

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "500",
            description = "Messages a second (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = Span.Converter.class,
            defaultValue = "10s",
            description = "How long (default: ${DEFAULT-VALUE}).")
    private Span duration = new Span(0);

    @Option(
            names = "--size",
            paramLabel = "SIZE",
            converter = Size.Converter.class,
            defaultValue = "100",
            description = "Bytes of a body (default: ${DEFAULT-VALUE}).")
    private Size size = new Size(0);

    @Option(
            names = "--senders",
            paramLabel = "N",
            defaultValue = "32",
            description = "Sends at one time, at most (default: ${DEFAULT-VALUE}).")
    private int senders;

    @Option(
            names = "--consumers",
            paramLabel = "N",
            defaultValue = "2",
            description = "Consumers (default: ${DEFAULT-VALUE}).")
    private int consumers;

    /** For picocli. */
    public BenchCommand() {}

    @Override
    public Integer call() throws CommandFailed {
        long messages = Math.max(1, rate * duration.millis() / 1000);
        return server.ask(api -> {
            String queue =
                    "bench-" + HexFormat.of().toHexDigits(RandomGenerator.getDefault().nextInt());
            var _ = api.post("/v1/queues", Map.of("name", queue));
            try (Progress progress = Progress.of(output.talk(), "messages sent", messages)) {
                Load load = new Load(api, queue, rate, messages, "x".repeat((int) size.bytes()));
                load.run(senders, consumers, progress);
                return tell(load).number();
            } finally {
                api.delete(Api.queue(queue));
            }
        });
    }

    private ExitCode tell(Load load) throws IOException {
        try (Listing listing = output.list(SHEET)) {
            listing.row(row("send", load.sends()));
            listing.row(row("delivery", load.deliveries()));
            listing.complete();
        }
        double reached = load.sends().count() / load.seconds();
        boolean held = reached >= HELD * rate && load.failed() == 0;
        output.talk()
                .println(
                        "%s: %s of %s wanted%s."
                                .formatted(
                                        held ? "Held" : "Not held",
                                        Units.rate(reached),
                                        Units.rate(rate),
                                        load.failed() == 0
                                                ? ""
                                                : ", "
                                                        + Units.count(load.failed())
                                                        + " sends failed: "
                                                        + load.failure()));
        output.talk().flush();
        return held ? ExitCode.OK : ExitCode.FAILED;
    }

    private static ObjectNode row(String what, Times times) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        row.put("what", what);
        row.put("messages", times.count());
        row.put("median", times.millis(50));
        row.put("p90", times.millis(90));
        row.put("p99", times.millis(99));
        row.put("p999", times.millis(99.9));
        row.put("longest", times.millis(100));
        return row;
    }
}
