package dev.forebay.server.machine;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;

/** What the machine tells of this process. Zero for what it does not tell. On any thread. */
public final class OwnProcess {
    private OwnProcess() {}

    /** Files and sockets that are open. */
    public static long filesOpen() {
        return machine() instanceof UnixOperatingSystemMXBean unix
                ? unix.getOpenFileDescriptorCount()
                : 0;
    }

    /** As many as may be open. */
    public static long filesMost() {
        return machine() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : 0;
    }

    public static int threads() {
        return ManagementFactory.getThreadMXBean().getThreadCount();
    }

    /** Of the machine in the last minute. */
    public static long load() {
        return Math.max(0, Math.round(machine().getSystemLoadAverage()));
    }

    private static OperatingSystemMXBean machine() {
        return ManagementFactory.getOperatingSystemMXBean();
    }
}
