package dev.forebay.cli.demo;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.ExitCode;
import dev.forebay.cli.api.Api;
import dev.forebay.cli.api.Credentials;
import dev.forebay.cli.sqs.SqsCalls;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ThreadFactory;

/**
 * One performance against one server: makes the queues, plays the story, prints the account,
 * deletes the queues.
 */
final class Performance {
    private static final Duration LONGEST_CALL = Duration.ofSeconds(15);

    /** So that the answers' times are not those of two virtual machines loading classes. */
    private static final int WARM_UP_CALLS = 200;

    private final URI server;
    private final String queue;
    private final Script script;
    private final Time time;
    private final ThreadFactory threads;
    private final SqsCalls sqs;
    private final Api api;
    private final Scrape scrape;

    Performance(
            HttpClient http,
            URI server,
            String queue,
            Script script,
            Time time,
            ThreadFactory threads) {
        this.server = server;
        this.queue = queue;
        this.script = script;
        this.time = time;
        this.threads = threads;
        this.sqs = new SqsCalls(http, server);
        this.api = new Api(http, server, new Credentials.Nobody(), LONGEST_CALL);
        this.scrape = new Scrape(http, server);
    }

    /**
     * Plays it. When this thread is interrupted, the account is that of the moment.
     *
     * @param out for the account
     * @return whether the account holds
     */
    boolean play(View view, PrintWriter out) throws CommandFailed {
        try {
            var _ = scrape.of(queue);
            SqsQueue letters = SqsQueue.create(sqs, lettersName(), Map.of());
            try {
                SqsQueue orders = SqsQueue.create(sqs, queue, attributes(letters.arn()));
                try {
                    return play(orders, letters, view, out);
                } finally {
                    orders.deleteQueue();
                }
            } finally {
                letters.deleteQueue();
            }
        } catch (ConnectException | HttpTimeoutException nobody) {
            throw new CommandFailed(
                    ExitCode.UNREACHABLE,
                    "no server answers at "
                            + server
                            + " (any more). ./forebay start starts one; without --url the demo brings"
                            + " its own.");
        } catch (IOException failure) {
            throw new CommandFailed(
                    ExitCode.FAILED, "%s: %s".formatted(server, Silence.reason(failure)));
        } catch (InterruptedException stopped) {
            throw new CommandFailed(ExitCode.FAILED, "stopped before the first act.");
        }
    }

    private String lettersName() {
        return queue + "-dead";
    }

    private Map<String, String> attributes(String lettersArn) {
        return Map.of(
                "VisibilityTimeout",
                String.valueOf(script.lease().toSeconds()),
                "RedrivePolicy",
                "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":%d}"
                        .formatted(lettersArn, Script.MOST_RECEIVES));
    }

    private boolean play(SqsQueue orders, SqsQueue letters, View view, PrintWriter out)
            throws IOException, InterruptedException {
        ApiQueue work = new ApiQueue(api, queue);
        work.breaker(Script.FAILURES, Script.FAILURE_WINDOW, script.pause());
        for (int i = 0; i < WARM_UP_CALLS; i++) {
            var _ = orders.depth();
            var _ = work.heldBack();
        }
        try (Cast cast =
                new Cast(
                        orders,
                        work,
                        new ApiQueue(api, lettersName()),
                        time,
                        threads,
                        script.surgeRate())) {
            String heading = "The account";
            try {
                Watch watch = new Watch(scrape, queue, work, cast, view, time);
                new Story(script, cast, watch, time).play();
            } catch (InterruptedException stopped) {
                heading = "Stopped. The account so far";
                cast.rest();
            } catch (ServerGone gone) {
                heading = "The server stopped answering. The account so far";
                cast.rest();
            }
            view.end();
            Audit audit = audit(cast.ledger().account(), orders, letters);
            out.println(heading);
            AccountText.of(audit, cast.latencies().summary()).forEach(out::println);
            out.flush();
            return audit.holds();
        }
    }

    private Audit audit(Account account, SqsQueue orders, SqsQueue letters)
            throws InterruptedException {
        try {
            long inPool = orders.depth() + letters.depth();
            return new Audit(account, OptionalLong.of(inPool), stored());
        } catch (IOException silent) {
            return new Audit(account, OptionalLong.empty(), OptionalLong.empty());
        }
    }

    private OptionalLong stored() throws IOException, InterruptedException {
        return scrape.of(queue).stream().mapToLong(PoolFigures::accepted).findFirst();
    }
}
