package dev.forebay.server.metrics;

import dev.forebay.engine.EngineClock;
import dev.forebay.engine.Queues;
import dev.forebay.http.HttpEvents;
import dev.forebay.http.HttpHandler;
import dev.forebay.httpapi.ServerView;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * All figures of one server. Made before what it measures; {@link #page} shows them once everything
 * is open.
 */
public final class Metrics {
    private static final String SQS = "sqs";
    private static final String HTTP = "http";
    private static final String AMQP = "amqp";

    private final CommitFigures commits = new CommitFigures();
    private final ListenerFigures listener = new ListenerFigures();
    private final FaceFigures sqs = new FaceFigures(SQS);
    private final FaceFigures http = new FaceFigures(HTTP);
    private final FaceFigures amqp = new FaceFigures(AMQP);
    private final QueueWaits waits = new QueueWaits();

    /** For the log's commit thread. */
    public CommitFigures commits() {
        return commits;
    }

    /** For the HTTP listener. */
    public HttpEvents listener() {
        return listener;
    }

    /** The engine's door for the SQS face, which counts. */
    public Queues forSqs(Queues queues, EngineClock clock) {
        return new MeteredQueues(queues, clock, sqs, waits);
    }

    /** The engine's door for the HTTP API, which counts. */
    public Queues forHttp(Queues queues, EngineClock clock) {
        return new MeteredQueues(queues, clock, http, waits);
    }

    /** The engine's door for the AMQP face, which counts. */
    public Queues forAmqp(Queues queues, EngineClock clock) {
        return new MeteredQueues(queues, clock, amqp, waits);
    }

    /** What went through since the start. On the lane. */
    public ServerView.Traffic traffic() {
        return new ServerView.Traffic(
                sqs.accepted,
                amqp.accepted,
                http.accepted,
                sqs.delivered + amqp.delivered + http.delivered,
                commits.times());
    }

    /** How long messages of a queue waited lately. On the lane. */
    public ServerView.Waits waits(String queue, EngineClock clock) {
        return waits.of(queue, clock);
    }

    /**
     * Answers /metrics, /metrics/queues and /metrics/compat.
     *
     * @param maxQueues most queues with lines of their own
     * @param writer writes the text; its refusal is answered 503
     */
    public HttpHandler page(Observed observed, int maxQueues, Executor writer) {
        return new MetricsRoute(
                observed, maxQueues, List.of(sqs, http, amqp), listener, commits, writer);
    }
}
