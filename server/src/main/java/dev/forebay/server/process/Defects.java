package dev.forebay.server.process;

import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears of threads that a defect ended. Without one of its event loops a server would be there and
 * answer nobody: the process ends with it, so that whoever looks after it starts it again.
 */
final class Defects implements Thread.UncaughtExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Defects.class);

    private final IntConsumer exit;

    /**
     * @param exit ends the process at once with this code
     */
    Defects(IntConsumer exit) {
        this.exit = exit;
    }

    @Override
    public void uncaughtException(Thread thread, Throwable defect) {
        try {
            LOG.atError()
                    .setCause(defect)
                    .addKeyValue("thread", thread.getName())
                    .log("a thread ended by a defect");
        } finally {
            if (Transport.isLoop(thread)) {
                exit.accept(ExitCode.FAILED.number());
            }
        }
    }
}
