package dev.forebay.cli.load;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.ExitCode;
import dev.forebay.cli.OnServer;
import dev.forebay.cli.input.Count;
import dev.forebay.cli.input.Size;
import dev.forebay.cli.input.Span;
import dev.forebay.cli.local.CleanEnding;
import dev.forebay.cli.output.Listing;
import dev.forebay.cli.output.Output;
import dev.forebay.cli.output.Progress;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures a server under an even load. */
@Command(
        name = "bench",
        description = {
            "Measure sending and delivery at an even rate, over http, sqs or amqp.",
            "",
            "Messages are due at even distances, whether or not the server keeps up, and",
            "their times count from when they were due: waiting is in the figures. Makes a",
            "queue of its own and deletes it. With --against it measures another server in",
            "the same way."
        },
        exitCodeList = {
            "0:the rate was held",
            "1:it was not, or a send failed",
            "2:wrong usage",
            "5:the server refuses it",
            "6:no server answers at the address",
            "7:not allowed"
        },
        footer = {
            "",
            "Examples:",
            "  forebay bench --rate 2000 --for 30s",
            "  forebay bench amqp --rate 5000 --size 1KiB",
            "  forebay bench sqs --against http://127.0.0.1:9325",
            "  forebay bench amqp --against amqp://guest:guest@127.0.0.1:5673"
        })
public final class BenchCommand implements Callable<Integer> {
    private static final int HIGHEST_RATE = 1_000_000;
    private static final long LONGEST_MILLIS = TimeUnit.DAYS.toMillis(1);
    private static final long LARGEST_BYTES = 16 << 20;
    private static final int MOST_THREADS = 10_000;
    private static final long SECOND = TimeUnit.SECONDS.toMillis(1);

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private OnServer server = new OnServer();
    @Mixin private Output output = new Output();

    @Parameters(
            paramLabel = "PROTOCOL",
            arity = "0..1",
            defaultValue = "http",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Protocol protocol = Protocol.HTTP;

    @Option(
            names = "--rate",
            paramLabel = "N",
            converter = Count.PerSecond.class,
            defaultValue = "500",
            description = "Messages a second (default: ${DEFAULT-VALUE}).")
    private Count rate = new Count(1);

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
            description =
                    "Bytes of a body, of which some 20 are its stamp (default: ${DEFAULT-VALUE}).")
    private Size size = new Size(0);

    @Option(
            names = "--senders",
            paramLabel = "N",
            converter = Count.FromOne.class,
            defaultValue = "100",
            description = "Sends under way at one time, at most (default: ${DEFAULT-VALUE}).")
    private Count senders = new Count(1);

    @Option(
            names = "--consumers",
            paramLabel = "N",
            converter = Count.Converter.class,
            defaultValue = "2",
            description = "Consumers; 0 measures sending alone (default: ${DEFAULT-VALUE}).")
    private Count consumers = new Count(0);

    @Option(
            names = "--against",
            paramLabel = "URL",
            description =
                    "Another server for sqs (http://...) or amqp (amqp://...), not Forebay's own.")
    private Optional<String> against = Optional.empty();

    /** For picocli. */
    public BenchCommand() {}

    @Override
    public Integer call() throws CommandFailed {
        Plan plan = plan();
        String queue =
                "bench-" + HexFormat.of().toHexDigits(RandomGenerator.getDefault().nextInt());
        try (CleanEnding _ = CleanEnding.of(Thread.ofPlatform().factory())) {
            if (against.isPresent()) {
                return measure(Wires.at(against.get(), protocol, queue), plan);
            }
            return server.ask(
                    api -> measure(Wires.at(api, server.target().who(), protocol, queue), plan));
        } catch (IOException failure) {
            throw new CommandFailed(
                    ExitCode.FAILED,
                    "the bench broke: "
                            + failure.getMessage()
                            + ". forebay doctor looks at the server.");
        } catch (InterruptedException stopped) {
            throw new CommandFailed(ExitCode.FAILED, "stopped before the end.");
        }
    }

    private Plan plan() {
        atMost("--rate", rate.value(), HIGHEST_RATE);
        atMost("--for", duration.millis(), LONGEST_MILLIS);
        atMost("--size", size.bytes(), LARGEST_BYTES);
        atMost("--senders", senders.value(), MOST_THREADS);
        atMost("--consumers", consumers.value(), MOST_THREADS);
        return new Plan(
                rate.asInt(),
                Math.max(1, rate.value() * duration.millis() / SECOND),
                (int) size.bytes(),
                senders.asInt(),
                consumers.asInt());
    }

    private void atMost(String option, long value, long most) {
        if (value > most) {
            throw new ParameterException(
                    spec.commandLine(),
                    String.format(
                            Locale.ROOT,
                            "Invalid value for option '%s': accepted is %,d%s at most.",
                            option,
                            most,
                            option.equals("--for") ? " ms" : ""));
        }
    }

    private int measure(Wire wire, Plan plan) throws IOException, InterruptedException {
        try {
            Load load = run(wire, plan);
            Verdict verdict = Verdict.of(load, plan);
            show(load, plan, verdict);
            output.talk().println(verdict.sentence());
            output.talk().flush();
            return verdict.code().number();
        } finally {
            wire.delete();
        }
    }

    private Load run(Wire wire, Plan plan) throws InterruptedException {
        try (Progress progress = Progress.of(output.talk(), "messages sent", plan.messages())) {
            new Load(wire, plan.warmUp()).run(() -> {});
            Load load = new Load(wire, plan);
            load.run(() -> progress.at(load.sends().count(), () -> soFar(load)));
            return load;
        }
    }

    private void show(Load load, Plan plan, Verdict verdict) {
        try (Listing listing = output.list(Figures.SHEET)) {
            listing.row(verdict.beside(Figures.row("send", load.sends())));
            if (plan.consumers() > 0) {
                listing.row(verdict.beside(Figures.row("delivery", load.deliveries())));
            }
            listing.complete();
        }
    }

    private static String soFar(Load load) {
        return String.format(Locale.ROOT, ", p99 %.1f ms", load.sends().millis(99));
    }
}
