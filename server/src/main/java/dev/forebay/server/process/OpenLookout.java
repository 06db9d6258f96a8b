package dev.forebay.server.process;

import dev.forebay.engine.EngineClock;
import dev.forebay.engine.Lane;
import dev.forebay.httpapi.HttpApi;
import dev.forebay.httpapi.Lookout;
import dev.forebay.httpapi.alerts.AlertListener;
import dev.forebay.server.kept.KeptFile;
import dev.forebay.server.machine.Dice;
import dev.forebay.server.machine.Threads;
import dev.forebay.server.settings.Registry;
import dev.forebay.server.settings.Settings;
import dev.forebay.server.settings.TextFiles;
import dev.forebay.server.webhook.Signature;
import dev.forebay.server.webhook.Webhook;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of figures over time and of alerts: files that keep them, and the webhook. */
final class OpenLookout {
    private static final Logger LOG = LoggerFactory.getLogger(OpenLookout.class);

    /** A hundred queues' history takes 13 MB, alerts some 100 kB. */
    private static final int HISTORY_BYTES = 64 << 20;

    private static final int ALERTS_BYTES = 16 << 20;
    private static final long PATIENCE_SECONDS = 5;

    private final Lookout lookout;
    private final ExecutorService worker;

    private OpenLookout(Lookout lookout, ExecutorService worker) {
        this.lookout = lookout;
        this.worker = worker;
    }

    /** What the settings wish of a webhook; refused before anything is opened. */
    static Optional<Webhook.Wish> webhook(Settings settings, TextFiles files) throws StartRefused {
        Optional<URI> address = settings.get(Registry.ALERTS_WEBHOOK_URL);
        if (address.isEmpty()) {
            return Optional.empty();
        }
        Optional<Path> secret = settings.get(Registry.ALERTS_WEBHOOK_SECRET_FILE);
        try {
            return Optional.of(
                    new Webhook.Wish(
                            address.get(),
                            SslContextBuilder.forClient()
                                    .endpointIdentificationAlgorithm("HTTPS")
                                    .build(),
                            secret.isPresent()
                                    ? Optional.of(signature(secret.get(), files))
                                    : Optional.empty(),
                            settings.get(Registry.ALERTS_WEBHOOK_ALLOW_PRIVATE),
                            "forebay/" + Version.TEXT));
        } catch (SSLException noTls) {
            throw new StartRefused(
                    ExitCode.FAILED, "cannot speak TLS to alerts.webhook.url: " + noTls);
        }
    }

    private static Signature signature(Path file, TextFiles files) throws StartRefused {
        try {
            return Signature.with(files.read(file))
                    .orElseThrow(() ->
                            new StartRefused(
                                    ExitCode.USAGE,
                                    "alerts.webhook.secret-file holds no secret; write whsec_ and 24 to 64"
                                            + " random bytes as base64: echo whsec_$(openssl rand -base64"
                                            + " 32)"));
        } catch (IOException unreadable) {
            throw new StartRefused(
                    ExitCode.USAGE,
                    "cannot read alerts.webhook.secret-file: " + unreadable.getMessage());
        }
    }

    static OpenLookout open(
            Optional<Webhook.Wish> wish,
            DataFolder data,
            Lane lane,
            EngineClock clock,
            Dice dice,
            Closing closing) {
        ExecutorService worker = Threads.rareWorker("forebay-keep");
        Optional<Webhook> webhook =
                wish.map(each ->
                        Webhook.begin(
                                each,
                                data.log(),
                                lane,
                                clock,
                                dice.generator(),
                                Threads.named("forebay-webhook")));
        webhook.ifPresent(open -> closing.add(open::close));
        AlertListener listener = webhook.isPresent() ? webhook.get() : AlertListener.NONE;
        Lookout lookout =
                new Lookout(
                        new KeptFile(data.disk(), "history", HISTORY_BYTES, worker),
                        new KeptFile(data.disk(), "alerts", ALERTS_BYTES, worker),
                        listener);
        return new OpenLookout(lookout, worker);
    }

    Lookout lookout() {
        return lookout;
    }

    /** Keeps what the API saw, as it is at a stop, and waits for that. */
    void keep(HttpApi api) {
        CountDownLatch kept = new CountDownLatch(1);
        api.keep(kept::countDown);
        try {
            if (!kept.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("history and alerts were not kept in time");
            }
            worker.shutdown();
            var _ = worker.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
