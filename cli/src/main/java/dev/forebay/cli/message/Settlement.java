package dev.forebay.cli.message;

import dev.forebay.cli.ExitCode;
import dev.forebay.cli.api.Api;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What is done with leases.
 *
 * @param leases of one queue
 * @param members of each settlement, its outcome among them
 */
record Settlement(List<String> leases, Map<String, Object> members) {
    private static final int NOT_FOUND = 404;

    static Settlement of(String outcome, List<String> leases) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("outcome", outcome);
        return new Settlement(leases, members);
    }

    /**
     * Has it done.
     *
     * @param talk is told of each lease for which it was not
     */
    ExitCode send(Api api, String queue, PrintWriter talk)
            throws IOException, InterruptedException {
        List<Map<String, Object>> settlements = leases.stream().map(this::settlement).toList();
        JsonNode results =
                api.post(Api.queue(queue) + "/settle", Map.of("settlements", settlements))
                        .path("results");
        int done = 0;
        int missing = 0;
        for (int i = 0; i < results.size(); i++) {
            JsonNode problem = results.get(i).path("problem");
            if (problem.isMissingNode()) {
                done++;
            } else {
                missing += problem.path("status").asInt(0) == NOT_FOUND ? 1 : 0;
                talk.println(leases.get(i) + ": " + problem.path("detail").asString(""));
            }
        }
        if (done == leases.size()) {
            return ExitCode.OK;
        }
        if (done > 0) {
            return ExitCode.PARTLY;
        }
        return missing == leases.size() ? ExitCode.NOT_FOUND : ExitCode.REFUSED;
    }

    private Map<String, Object> settlement(String lease) {
        Map<String, Object> settlement = new LinkedHashMap<>(members);
        settlement.put("lease", lease);
        return settlement;
    }
}
