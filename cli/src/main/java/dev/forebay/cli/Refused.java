package dev.forebay.cli;

import dev.forebay.cli.api.Api;
import dev.forebay.cli.api.ApiRefusal;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells why a server refused: in its words, with what may help. */
final class Refused {
    private static final int UNAUTHENTICATED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final String NO_SUCH_QUEUE = "no-such-queue";
    private static final String QUEUE_EXISTS = "queue-exists";

    /** The server's words for a typing error in the name of a setting or another member. */
    private static final Pattern NO_MEMBER =
            Pattern.compile("There is no member \"(.+)\"; known are: (.+)\\.");

    private static final String QUEUES = "/v1/queues/";

    private Refused() {}

    static CommandFailed by(Api api, ApiRefusal refusal) throws InterruptedException {
        return new CommandFailed(
                code(refusal.status()), sentence(refusal.getMessage()) + advice(api, refusal));
    }

    private static String sentence(String words) {
        return words.endsWith(".") ? words : words + ".";
    }

    private static ExitCode code(int status) {
        return switch (status) {
            case UNAUTHENTICATED, FORBIDDEN -> ExitCode.NOT_ALLOWED;
            case NOT_FOUND -> ExitCode.NOT_FOUND;
            default -> ExitCode.REFUSED;
        };
    }

    private static String advice(Api api, ApiRefusal refusal) throws InterruptedException {
        if (refusal.problem().equals(NO_SUCH_QUEUE)) {
            return nearest(api, refusal.path())
                    .map(" Did you mean \"%s\"?"::formatted)
                    .orElse(" See forebay queue ls.");
        }
        if (refusal.problem().equals(QUEUE_EXISTS)) {
            return " To change it: forebay queue set.";
        }
        Matcher typo = NO_MEMBER.matcher(refusal.getMessage());
        if (typo.matches()) {
            return Nearest.to(typo.group(1), List.of(typo.group(2).split(", ", -1)))
                    .map(" Did you mean \"%s\"?"::formatted)
                    .orElse("");
        }
        return refusal.status() == UNAUTHENTICATED
                ? " On the command line: --token, --user with --password-file, or forebay context"
                        + " add."
                : "";
    }

    /** Of the queues that there are, the one whose name is most like that in a path. */
    private static Optional<String> nearest(Api api, String path) throws InterruptedException {
        if (!path.startsWith(QUEUES)) {
            return Optional.empty();
        }
        String wrong =
                URLDecoder.decode(
                        path.substring(QUEUES.length()).split("/", 2)[0].replace("+", "%2B"),
                        StandardCharsets.UTF_8);
        List<String> names = new ArrayList<>();
        try {
            api.each("/v1/queues", "queues", queue -> names.add(queue.path("name").asString("")));
        } catch (IOException unhelpful) {
            return Optional.empty(); // advice is worth no second failure
        }
        // A queue that is there was not the one that is missing: the request named another too.
        return names.contains(wrong) ? Optional.empty() : Nearest.to(wrong, names);
    }
}
