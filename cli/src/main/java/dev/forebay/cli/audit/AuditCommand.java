package dev.forebay.cli.audit;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.ExitCode;
import dev.forebay.cli.OnServer;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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
            "1:something contradicts, or a queue is not there",
            "2:wrong usage",
            "5:the server refuses",
            "6:no server answers at the address",
            "7:not allowed"
        })
public final class AuditCommand implements Callable<Integer> {
    /** A queue of many millions is looked through at a bounded pace. */
    private static final Duration LONGEST_AUDIT = Duration.ofHours(1);

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private OnServer server = new OnServer();

    @Parameters(
            paramLabel = "QUEUE",
            arity = "0..*",
            description = "Queues to audit; without any, all.")
    private List<String> queues = List.of();

    /** For picocli. */
    public AuditCommand() {}

    @Override
    public Integer call() throws CommandFailed {
        PrintWriter out = spec.commandLine().getOut();
        return server.ask(
                LONGEST_AUDIT,
                api -> {
                    QueueAudits audits = new QueueAudits(api, out);
                    boolean hold = queues.isEmpty() ? audits.ofAll() : audits.of(queues);
                    out.flush();
                    return (hold ? ExitCode.OK : ExitCode.FAILED).number();
                });
    }
}
