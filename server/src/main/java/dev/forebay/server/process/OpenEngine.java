package dev.forebay.server.process;

import dev.forebay.engine.DeadLetterGuard;
import dev.forebay.engine.DeadLetterRouter;
import dev.forebay.engine.EngineClock;
import dev.forebay.engine.Lane;
import dev.forebay.engine.Queues;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.engine.ScheduleGuard;
import dev.forebay.engine.core.Engine;
import dev.forebay.engine.core.EngineLimits;
import dev.forebay.httpapi.codec.JsonBodies;
import dev.forebay.log.LogStore;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine on its lane, started; other threads start and stop it through here. */
final class OpenEngine {
    private static final Logger LOG = LoggerFactory.getLogger(OpenEngine.class);

    private final Engine engine;
    private final CompletableFuture<Optional<Refusal>> stopped = new CompletableFuture<>();

    private OpenEngine(Engine engine) {
        this.engine = engine;
    }

    /** Makes the engine and waits until it has recovered. */
    static OpenEngine start(
            LogStore log, EngineClock clock, Lane lane, RandomGenerator random, EngineLimits limits)
            throws StartRefused {
        Engine engine = new Engine(log, lane, clock, random, limits);
        CompletableFuture<Optional<Refusal>> started = new CompletableFuture<>();
        engine.holdSchedules();
        engine.readBodiesBy(new JsonBodies());
        lane.execute(() -> engine.start(ending(started)));
        Optional<Refusal> refusal = started.join();
        if (refusal.isPresent()) {
            throw new StartRefused(
                    ExitCode.DATA, "cannot recover the queues: " + refusal.get().message());
        }
        return new OpenEngine(engine);
    }

    /** Who is asked whether a message may move to its dead-letter queue. */
    void guardDeadLetters(DeadLetterGuard guard) {
        engine.lane().execute(() -> engine.guardDeadLetters(guard));
    }

    /** Who knows where messages go whose queue has a dead-letter route; they wait until then. */
    void routeDeadLetters(DeadLetterRouter router) {
        engine.lane().execute(() -> engine.routeDeadLetters(router));
    }

    /** Who is asked whether a schedule may send; none runs before. */
    void guardSchedules(ScheduleGuard guard) {
        engine.lane().execute(() -> engine.guardSchedules(guard));
    }

    Queues queues() {
        return engine;
    }

    /** Begins to stop: nothing new is accepted and waiting receives end empty. */
    void stop() {
        engine.lane().execute(() -> engine.stop(ending(stopped)));
    }

    /** Waits until everything that was on its way has ended. */
    void awaitStopped(Duration longest) {
        try {
            stopped.get(longest.toMillis(), TimeUnit.MILLISECONDS)
                    .ifPresent(refusal ->
                            LOG.atWarn()
                                    .addKeyValue("reason", refusal.message())
                                    .log("the engine did not stop clean"));
        } catch (TimeoutException late) {
            LOG.warn("the engine did not stop in time; the next start will replay more");
        } catch (ExecutionException defect) {
            LOG.error("stopping the engine failed by a defect", defect);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    private static Reply<Integer> ending(CompletableFuture<Optional<Refusal>> end) {
        return new Reply<>() {
            @Override
            public void ok(Integer count) {
                end.complete(Optional.empty());
            }

            @Override
            public void refused(Refusal refusal) {
                end.complete(Optional.of(refusal));
            }
        };
    }
}
