package dev.forebay.cli.audit;

import dev.forebay.cli.api.Api;
import dev.forebay.cli.api.ApiRefusal;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Audits queues one after the other and prints what comes of each as soon as it is known. */
final class QueueAudits {
    private static final int NOT_FOUND = 404;
    private static final int PAGE = 100;

    private final Api api;
    private final PrintWriter out;

    QueueAudits(Api api, PrintWriter out) {
        this.api = api;
        this.out = out;
    }

    /**
     * The queues named: each must be there.
     *
     * @return whether all of them hold
     */
    boolean of(List<String> queues) throws IOException, InterruptedException {
        boolean hold = true;
        for (String queue : queues) {
            try {
                hold &= audit(queue);
            } catch (ApiRefusal refusal) {
                if (refusal.status() != NOT_FOUND) {
                    throw refusal;
                }
                out.println(queue + ": there is no such queue");
                hold = false;
            }
        }
        return hold;
    }

    /**
     * All queues that there are. One that is deleted meanwhile is none.
     *
     * @return whether all of them hold
     */
    boolean ofAll() throws IOException, InterruptedException {
        List<String> queues = queues();
        boolean hold = true;
        for (String queue : queues) {
            try {
                hold &= audit(queue);
            } catch (ApiRefusal refusal) {
                if (refusal.status() != NOT_FOUND) {
                    throw refusal;
                }
                out.println(queue + ": deleted meanwhile");
            }
        }
        if (queues.isEmpty()) {
            out.println("There are no queues.");
        }
        return hold;
    }

    private boolean audit(String queue) throws IOException, InterruptedException {
        JsonNode report = api.get(Api.queue(queue) + "/audit");
        List<AuditLine> lines =
                report.path("subscriptions")
                        .valueStream()
                        .map(subscription -> AuditLine.of(queue, subscription))
                        .toList();
        lines.forEach(line -> out.println(line.text()));
        if (lines.isEmpty()) {
            throw new IOException("the audit of " + queue + " tells of no subscription");
        }
        return report.path("holds").asBoolean(false) && lines.stream().allMatch(AuditLine::holds);
    }

    private List<String> queues() throws IOException, InterruptedException {
        List<String> names = new ArrayList<>();
        String from = "";
        do {
            JsonNode page = api.get("/v1/queues?limit=" + PAGE + from);
            page.path("queues").forEach(queue -> names.add(queue.path("name").asString("")));
            String cursor = page.path("cursor").asString("");
            from = cursor.isEmpty() ? "" : "&cursor=" + Api.segment(cursor);
        } while (!from.isEmpty());
        return names;
    }
}
