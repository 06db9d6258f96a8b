package dev.forebay.cli.audit;

import dev.forebay.cli.ExitCode;
import dev.forebay.cli.api.Api;
import dev.forebay.cli.api.ApiRefusal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Audits queues one after the other and tells what comes of each as soon as it is known. */
final class QueueAudits {
    private static final int NOT_FOUND = 404;
    private static final int PAGE = 100;

    private final Api api;
    private final AuditReport report;

    QueueAudits(Api api, AuditReport report) {
        this.api = api;
        this.report = report;
    }

    /** The queues named: each must be there. */
    ExitCode of(List<String> queues) throws IOException, InterruptedException {
        boolean hold = true;
        boolean found = true;
        for (String queue : queues) {
            try {
                hold &= audit(queue);
            } catch (ApiRefusal refusal) {
                if (refusal.status() != NOT_FOUND) {
                    throw refusal;
                }
                report.say(queue + ": there is no such queue");
                found = false;
            }
        }
        if (!hold) {
            return ExitCode.FAILED;
        }
        return found ? ExitCode.OK : ExitCode.NOT_FOUND;
    }

    /** All queues that there are. One that is deleted meanwhile is none. */
    ExitCode ofAll() throws IOException, InterruptedException {
        List<String> queues = queues();
        boolean hold = true;
        for (String queue : queues) {
            try {
                hold &= audit(queue);
            } catch (ApiRefusal refusal) {
                if (refusal.status() != NOT_FOUND) {
                    throw refusal;
                }
                report.say(queue + ": deleted meanwhile");
            }
        }
        if (queues.isEmpty()) {
            report.say("There are no queues.");
        }
        return hold ? ExitCode.OK : ExitCode.FAILED;
    }

    private boolean audit(String queue) throws IOException, InterruptedException {
        JsonNode answer = api.get(Api.queue(queue) + "/audit");
        JsonNode subscriptions = answer.path("subscriptions");
        boolean holds = answer.path("holds").asBoolean(false);
        for (JsonNode subscription : subscriptions) {
            AuditLine line = AuditLine.of(queue, subscription);
            report.of(queue, subscription, line);
            holds &= line.holds();
        }
        if (subscriptions.isEmpty()) {
            throw new IOException("the audit of " + queue + " tells of no subscription");
        }
        return holds;
    }

    private List<String> queues() throws IOException, InterruptedException {
        List<String> names = new ArrayList<>();
        api.each("/v1/queues", "queues", PAGE, queue -> names.add(queue.path("name").asString("")));
        return names;
    }
}
