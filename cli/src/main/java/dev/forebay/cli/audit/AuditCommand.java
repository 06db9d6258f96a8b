package dev.forebay.cli.audit;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.ExitCode;
import dev.forebay.cli.OnServer;
import dev.forebay.cli.output.Output;
import dev.forebay.cli.queue.QueueNames;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Has a running server prove its counters. */
@Command(
        name = "audit",
        description = {
            "Prove the counters of a running server's queues.",
            "",
            "For each queue: what was sent is what is unsettled and what ended, in which",
            "way ever, against the messages that the log holds and the ends that the",
            "journal tells of. In the background of live traffic."
        },
        exitCodeList = {
            "0:every counter is proven",
            "1:something contradicts",
            "2:wrong usage",
            "4:a queue is not there, and nothing contradicts",
            "5:the server refuses",
            "6:no server answers at the address",
            "7:not allowed"
        })
public final class AuditCommand implements Callable<Integer> {
    /** A queue of many millions is looked through at a bounded pace. */
    private static final Duration LONGEST_AUDIT = Duration.ofHours(1);

    @Mixin private OnServer server = new OnServer();
    @Mixin private Output output = new Output();

    @Parameters(
            paramLabel = "QUEUE",
            arity = "0..*",
            completionCandidates = QueueNames.class,
            description = "Queues to audit; without any, all.")
    private List<String> queues = List.of();

    /** For picocli. */
    public AuditCommand() {}

    @Override
    public Integer call() throws CommandFailed {
        return server.ask(
                LONGEST_AUDIT,
                api -> {
                    try (AuditReport report = new AuditReport(output)) {
                        QueueAudits audits = new QueueAudits(api, report);
                        ExitCode code = queues.isEmpty() ? audits.ofAll() : audits.of(queues);
                        report.complete();
                        return code.number();
                    }
                });
    }
}
