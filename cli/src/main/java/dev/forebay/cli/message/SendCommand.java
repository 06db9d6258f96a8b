package dev.forebay.cli.message;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.ExitCode;
import dev.forebay.cli.OnServer;
import dev.forebay.cli.api.Api;
import dev.forebay.cli.api.Json;
import dev.forebay.cli.input.Body;
import dev.forebay.cli.output.Listing;
import dev.forebay.cli.output.Output;
import dev.forebay.cli.output.Progress;
import dev.forebay.cli.output.Terminals;
import dev.forebay.cli.output.Units;
import dev.forebay.cli.queue.QueueNames;
import dev.forebay.cli.queue.QueueSheet;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Sends messages. */
@Command(
        name = "send",
        description = {
            "Send messages.",
            "",
            "BODY is one, or each file, or what comes in on stdin. Prints the id of each",
            "once it is on disk; with --lines and --jsonl for people only how many there",
            "were. Lines that were not sent are told on stderr."
        },
        footer = {
            "",
            "Examples:",
            "  forebay send orders 'order 17' --key customer-4 --header color=blue",
            "  forebay send orders --json '{\"order\": 17}' --delay 5m",
            "  forebay send invoices --file invoice.pdf",
            "  forebay browse orders -n 0 -o jsonl | forebay send archive --jsonl"
        })
public final class SendCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private OnServer server = new OnServer();
    @Mixin private Output output = new Output();
    @Mixin private MessageOptions options = new MessageOptions();
    @ArgGroup private Source source = new Source();

    @Parameters(
            index = "0",
            paramLabel = "QUEUE",
            completionCandidates = QueueNames.class,
            description = "Where to.")
    private String queue = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "BODY", description = "One message.")
    private Optional<String> body = Optional.empty();

    @Option(names = "--json", description = "The body is JSON, and is sent as such.")
    private boolean json;

    /** Messages among the lines on stdin that were over where they come from. */
    private long over;

    /** For picocli. */
    public SendCommand() {}

    /** Where bodies come from, when not from the command line. */
    private static final class Source {
        @Option(
                names = {"-f", "--file"},
                paramLabel = "FILE",
                description = "A file is a message; may be repeated.")
        private List<Path> files = List.of();

        @Option(names = "--lines", description = "Each line of stdin is a message.")
        private boolean lines;

        @Option(
                names = "--jsonl",
                description = {
                    "Each line of stdin is a message as the API has it: {\"body\": ..., \"key\":",
                    "..., \"headers\": ...}. What browse and receive add to it is passed over."
                })
        private boolean jsonLines;

        private boolean isStream() {
            return lines || jsonLines;
        }
    }

    @Override
    public Integer call() throws CommandFailed {
        if (body.isPresent() && (source.isStream() || !source.files.isEmpty())) {
            throw new ParameterException(
                    spec.commandLine(), "BODY and --file, --lines or --jsonl exclude each other.");
        }
        return server.ask(api -> {
            try (Listing results =
                            source.isStream() ? streamed() : output.list(MessageSheets.SENT);
                    Progress progress = Progress.of(output.talk(), "messages sent", 0)) {
                Outbox outbox =
                        new Outbox(api, queue, results, output.talk(), progress, new StdinFile());
                if (!source.isStream()) {
                    sendEach(api, results);
                    results.complete();
                    return ExitCode.OK.number();
                }
                stream(outbox);
                outbox.flush();
                results.complete();
                progress.clear();
                return end(outbox, progress.seconds());
            }
        });
    }

    /** Of very many, people want no line for each. */
    private Listing streamed() {
        return output.isForPeople() ? new Silent() : output.list(MessageSheets.SENT);
    }

    private void sendEach(Api api, Listing results)
            throws IOException, InterruptedException, CommandFailed {
        if (source.files.isEmpty()) {
            results.row(
                    send(
                            api,
                            message(
                                    body.isPresent()
                                            ? body.get().getBytes(StandardCharsets.UTF_8)
                                            : typed())));
        }
        for (Path file : source.files) {
            if (!Files.isReadable(file) || Files.isDirectory(file)) {
                throw new CommandFailed(
                        ExitCode.FAILED,
                        "cannot read "
                                + file
                                + ", so nothing was sent: name files that are there and may be read.");
            }
        }
        for (Path file : source.files) {
            results.row(send(api, message(read(file))));
        }
    }

    private byte[] typed() throws IOException {
        if (Terminals.isStdout()) {
            output.talk().println("Type the message; Ctrl-D ends it.");
        }
        return System.in.readAllBytes();
    }

    private JsonNode send(Api api, ObjectNode message) throws IOException, InterruptedException {
        return api.post(Api.queue(queue) + "/messages", MessageMembers.map(message));
    }

    private void stream(Outbox outbox) throws IOException, InterruptedException, CommandFailed {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (source.jsonLines) {
                MessageMembers.Written written = MessageMembers.read(line, options.message());
                over += written.over() ? 1 : 0;
                outbox.send(written.sendable());
            } else {
                outbox.send(message(line.getBytes(StandardCharsets.UTF_8)).toString());
            }
        }
    }

    private ObjectNode message(byte[] bytes) throws CommandFailed {
        ObjectNode message = options.message();
        if (!json) {
            Body.put(message, bytes);
            return message;
        }
        try {
            return message.set("body", Json.MAPPER.readTree(bytes));
        } catch (JacksonException malformed) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "the body is not JSON: "
                            + malformed.getOriginalMessage()
                            + ". Without --json it is sent as text.");
        }
    }

    private static byte[] read(Path file) throws CommandFailed {
        try {
            return Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw new CommandFailed(
                    ExitCode.FAILED, "cannot read " + file + "; those before it were sent.");
        }
    }

    private int end(Outbox outbox, double seconds) {
        output.talk()
                .println(
                        "Sent %s to \"%s\" (%s)%s."
                                .formatted(
                                        QueueSheet.messages(outbox.sent()),
                                        queue,
                                        Units.rate(outbox.sent() / seconds),
                                        outbox.failed() == 0
                                                ? ""
                                                : "; " + Units.count(outbox.failed()) + " failed"));
        if (over > 0) {
            output.talk()
                    .println(
                            ("Of these, %s had been settled, or had ended otherwise, where they were"
                                            + " browsed; browse --state ready,delayed,leased,scheduled"
                                            + " leaves such out.")
                                    .formatted(Units.count(over)));
        }
        output.talk().flush();
        if (outbox.failed() == 0) {
            return ExitCode.OK.number();
        }
        return (outbox.sent() == 0 ? ExitCode.REFUSED : ExitCode.PARTLY).number();
    }
}
