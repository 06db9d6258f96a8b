package dev.forebay.log.embedded;

import static org.awaitility.Awaitility.await;

import dev.forebay.log.LogStore;
import dev.forebay.log.disk.Disk;
import dev.forebay.log.disk.FileDisk;
import dev.forebay.testkit.disk.SimDisk;
import dev.forebay.testkit.log.LogStoreContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedLogStoreContractTest {
    @Nested
    class OnASimulatedDisk extends Contract {
        private final SimDisk disk = new SimDisk();

        @Override
        Disk disk() {
            return disk;
        }
    }

    @Nested
    class OnARealDisk extends Contract {
        @TempDir Path folder;

        @Override
        Disk disk() {
            return new FileDisk(folder);
        }
    }

    @Nested
    class WithSmallFiles extends Contract {
        private final SimDisk disk = new SimDisk();

        @Override
        Disk disk() {
            return disk;
        }

        @Override
        LogSettings settings() {
            return TestSettings.small();
        }

        @Override
        protected int largeBytes() {
            return 40_000;
        }
    }

    abstract static class Contract extends LogStoreContract {
        abstract Disk disk();

        LogSettings settings() {
            return TestSettings.medium();
        }

        @Override
        protected LogStore open() {
            try {
                return EmbeddedLogStore.open(
                        disk(),
                        settings(),
                        new LogEnvironment(
                                System::currentTimeMillis,
                                System::nanoTime,
                                () -> 0x1234567890abcdefL,
                                new ThreadTaskRunner(),
                                LogListener.NONE));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        protected void driveUntil(BooleanSupplier condition) {
            await().pollInterval(Duration.ofMillis(1))
                    .pollDelay(Duration.ZERO)
                    .until(condition::getAsBoolean);
        }

        @Override
        protected int segmentBytes() {
            return (int) settings().segmentBytes();
        }
    }
}
