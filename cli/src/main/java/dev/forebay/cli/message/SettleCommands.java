package dev.forebay.cli.message;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.OnServer;
import dev.forebay.cli.input.Span;
import dev.forebay.cli.output.Output;
import dev.forebay.cli.queue.QueueNames;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that end leases, or make them longer. */
public final class SettleCommands {
    private SettleCommands() {}

    /** Which leases. */
    private static final class Leases {
        @Mixin private OnServer server = new OnServer();
        @Mixin private Output output = new Output();

        @Parameters(
                index = "0",
                paramLabel = "QUEUE",
                completionCandidates = QueueNames.class,
                description = "The queue they are of.")
        private String queue = "";

        @Parameters(
                index = "1..*",
                arity = "1..*",
                paramLabel = "LEASE",
                description = "As receive printed them.")
        private List<String> leases = List.of();

        private int settle(Settlement settlement) throws CommandFailed {
            return server.ask(api -> settlement.send(api, queue, output.talk()).number());
        }
    }

    /** Done. */
    @Command(
            name = "ack",
            description = "Tell that messages are dealt with: they are never delivered again.")
    public static final class Ack implements Callable<Integer> {
        @Mixin private Leases which = new Leases();

        @Override
        public Integer call() throws CommandFailed {
            return which.settle(Settlement.of("ack", which.leases));
        }
    }

    /** Again. */
    @Command(name = "release", description = "Give messages back, to be delivered again.")
    public static final class Release implements Callable<Integer> {
        @Mixin private Leases which = new Leases();

        @Option(
                names = "--delay",
                paramLabel = "TIME",
                converter = Span.Converter.class,
                description = "After this time; else as the retry rule says.")
        private Optional<Span> delay = Optional.empty();

        @Option(names = "--reason", paramLabel = "TEXT", description = "Why it failed.")
        private Optional<String> reason = Optional.empty();

        @Option(names = "--uncounted", description = "It was no attempt, and does not count.")
        private boolean uncounted;

        @Override
        public Integer call() throws CommandFailed {
            Settlement release = Settlement.of("release", which.leases);
            delay.ifPresent(span -> release.members().put("delayMillis", span.millis()));
            reason.ifPresent(text -> release.members().put("reason", text));
            if (uncounted) {
                release.members().put("attempt", false);
            }
            return which.settle(release);
        }
    }

    /** Never. */
    @Command(name = "reject", description = "Send messages to the dead-letter queue.")
    public static final class Reject implements Callable<Integer> {
        @Mixin private Leases which = new Leases();

        @Option(names = "--reason", paramLabel = "TEXT", description = "What is wrong with them.")
        private Optional<String> reason = Optional.empty();

        @Override
        public Integer call() throws CommandFailed {
            Settlement reject = Settlement.of("reject", which.leases);
            reason.ifPresent(text -> reject.members().put("reason", text));
            return which.settle(reject);
        }
    }

    /** Longer. */
    @Command(name = "extend", description = "Keep leases for longer.")
    public static final class Extend implements Callable<Integer> {
        @Mixin private Leases which = new Leases();

        @Option(
                names = "--lease",
                paramLabel = "TIME",
                required = true,
                converter = Span.Converter.class,
                description = "How long, from now.")
        private Span lease = new Span(0);

        @Override
        public Integer call() throws CommandFailed {
            Settlement extend = Settlement.of("extend", which.leases);
            extend.members().put("leaseMillis", lease.millis());
            return which.settle(extend);
        }
    }
}
