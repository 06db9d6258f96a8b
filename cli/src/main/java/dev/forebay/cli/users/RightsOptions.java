package dev.forebay.cli.users;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** What a user may, as options. */
final class RightsOptions {
    @Option(
            names = "--role",
            split = ",",
            paramLabel = "ROLE",
            description = "monitor, view, publish, operate or admin: on all queues.")
    private List<String> roles = List.of();

    @Option(
            names = "--grant",
            paramLabel = "QUEUES=RIGHT[,RIGHT]",
            description = {
                "On queues whose names match, such as 'orders*=send,receive'. Rights: view,",
                "browse, send, receive, operate, manage, unmask."
            })
    private Map<String, String> grants = new LinkedHashMap<>();

    /** For picocli. */
    RightsOptions() {}

    /** Adds what was said to a request. */
    void put(Map<String, Object> request) {
        if (!roles.isEmpty()) {
            request.put("roles", roles);
        }
        if (!grants.isEmpty()) {
            request.put(
                    "grants",
                    grants.entrySet().stream()
                            .map(grant ->
                                    Map.of(
                                            "queues", grant.getKey(),
                                            "rights", List.of(grant.getValue().split(",", -1))))
                            .toList());
        }
    }
}
