package dev.forebay.server.process;

import dev.forebay.server.logs.Logs;
import dev.forebay.server.machine.LocalFiles;
import dev.forebay.server.machine.ProcessAge;
import dev.forebay.server.machine.Systemd;
import dev.forebay.server.machine.Threads;
import dev.forebay.server.settings.InvalidSettings;
import dev.forebay.server.settings.Registry;
import dev.forebay.server.settings.Settings;
import dev.forebay.server.settings.SettingsReader;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** {@code forebay start}: serves until the process is told to stop. */
public final class StartCommand {
    private final LocalFiles files;
    private final PrintStream out;
    private final PrintStream err;
    private final ProcessAge age;

    public StartCommand(LocalFiles files, ProcessAge age, PrintStream out, PrintStream err) {
        this.files = files;
        this.age = age;
        this.out = out;
        this.err = err;
    }

    /**
     * Starts; does not return before the process ends, unless the start is refused. A stop ends the
     * process itself, with the code that fits.
     */
    public ExitCode run(List<String> flags, Map<String, String> environment) {
        try {
            Settings settings = SettingsReader.read(flags, environment, files);
            Logs.apply(settings);
            serve(ForebayServer.open(settings, files), settings, Systemd.of(environment));
            return ExitCode.CLEAN;
        } catch (InvalidSettings wrong) {
            wrong.problems().forEach(problem -> err.println("forebay: " + problem));
            return ExitCode.USAGE;
        } catch (StartRefused refused) {
            err.println("forebay: " + refused.sentence());
            return refused.code();
        }
    }

    private void serve(ForebayServer server, Settings settings, Optional<Systemd> manager) {
        Thread.setDefaultUncaughtExceptionHandler(new Defects(Runtime.getRuntime()::halt));
        CountDownLatch forever = new CountDownLatch(1);
        Threads.whenStopped(() -> {
            manager.ifPresent(Systemd::stopping);
            ExitCode code = server.stop();
            // The JVM would report the signal; whoever waits for us wants to know how it went.
            Runtime.getRuntime().halt(code.number());
        });
        out.print(
                ReadyLines.of(
                        Version.TEXT,
                        settings.get(Registry.DATA_DIR),
                        server.address(),
                        server.amqpAddress(),
                        server.amqpTlsAddress(),
                        server.security(),
                        server.doors(),
                        ProcessHandle.current().pid(),
                        age.millis()));
        out.flush();
        manager.ifPresent(Systemd::ready);
        giveBackMemory();
        wait(forever);
    }

    /** What a recovery read would stay in the process of a server that then has nothing to do. */
    private static void giveBackMemory() {
        System.gc();
    }

    private static void wait(CountDownLatch forever) {
        try {
            forever.await();
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
        }
    }
}
