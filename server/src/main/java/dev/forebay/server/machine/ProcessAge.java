package dev.forebay.server.machine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** How long this process has been running, its launcher's time included. */
public final class ProcessAge {
    /** The field of /proc/self/stat, counted after the parenthesised name, with the start time. */
    private static final int START_FIELD = 19;

    /** The kernel counts in hundredths of a second here, on every architecture. */
    private static final long MILLIS_PER_TICK = 10;

    private static final double MILLIS_PER_SECOND = 1_000;

    private final LocalFiles files;
    private final SteadyClock clock;
    private final long made;

    /** To be made as early as possible: where the kernel tells nothing, age counts from here. */
    public ProcessAge(LocalFiles files, SteadyClock clock) {
        this.files = files;
        this.clock = clock;
        this.made = clock.nanos();
    }

    /** Age in ms, to about 20 ms. */
    public long millis() {
        return byKernel().orElseGet(() -> TimeUnit.NANOSECONDS.toMillis(clock.nanos() - made));
    }

    private OptionalLong byKernel() {
        try {
            String stat = files.read(Path.of("/proc/self/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            String uptime = files.read(Path.of("/proc/uptime"));
            double now = Double.parseDouble(uptime.substring(0, uptime.indexOf(' ')));
            long started = Long.parseLong(fields[START_FIELD]) * MILLIS_PER_TICK;
            return OptionalLong.of(Math.round(now * MILLIS_PER_SECOND) - started);
        } catch (IOException | RuntimeException notTold) {
            return OptionalLong.empty();
        }
    }
}
