package dev.forebay.dist;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * Time, threads, disk and randomness are handed in, so that a seed replays everything. Each is
 * taken from the machine in the places named here and nowhere else; a new place needs a reason, not
 * only a line.
 */
final class SinglePlacesTest {
    /** Full names of the outermost classes that may read the machine's clock. */
    private static final Set<String> CLOCK_READERS =
            Set.of("dev.forebay.server.machine.SteadyClock");

    /** Full names of the outermost classes that may start threads. */
    private static final Set<String> THREAD_STARTERS =
            Set.of(
                    "dev.forebay.log.embedded.ThreadTaskRunner",
                    "dev.forebay.server.machine.Threads");

    /** Full names of the outermost classes that may touch files. */
    private static final Set<String> FILE_USERS =
            Set.of(
                    "dev.forebay.log.disk.FileDisk",
                    "dev.forebay.log.disk.FolderLock",
                    "dev.forebay.server.machine.LocalFiles");

    /** Full names of the outermost classes that may draw random numbers nobody can replay. */
    private static final Set<String> DICE = Set.of("dev.forebay.server.machine.Dice");

    private static final Set<String> TIME_SOURCES =
            Set.of(
                    "java.lang.System.currentTimeMillis",
                    "java.lang.System.nanoTime",
                    "java.time.Clock.systemUTC",
                    "java.time.Clock.systemDefaultZone",
                    "java.time.Clock.system",
                    "java.time.InstantSource.system",
                    "java.time.Instant.now",
                    "java.time.LocalDate.now",
                    "java.time.LocalDateTime.now",
                    "java.time.OffsetDateTime.now",
                    "java.time.ZonedDateTime.now",
                    "java.util.Date.<init>");

    private static final Set<String> THREAD_SOURCES =
            Set.of(
                    "java.lang.Thread.<init>",
                    "java.lang.Thread.ofPlatform",
                    "java.lang.Thread.ofVirtual",
                    "java.lang.Thread.startVirtualThread",
                    "java.util.Timer.<init>",
                    "java.util.concurrent.ForkJoinPool.commonPool");

    private static final Set<String> CHANCE_SOURCES =
            Set.of(
                    "java.lang.Math.random",
                    "java.util.Random.<init>",
                    "java.util.UUID.randomUUID",
                    "java.security.SecureRandom.<init>",
                    "java.security.SecureRandom.getInstanceStrong",
                    "java.util.concurrent.ThreadLocalRandom.current");

    private static final Set<String> FILE_CLASSES =
            Set.of(
                    "java.nio.file.Files",
                    "java.io.File",
                    "java.io.FileInputStream",
                    "java.io.FileOutputStream",
                    "java.io.FileReader",
                    "java.io.FileWriter",
                    "java.io.RandomAccessFile");

    @Test
    void the_clock_is_read_in_one_place() {
        onlyIn(CLOCK_READERS, uses("read the clock", TIME_SOURCES));
    }

    @Test
    void threads_are_started_in_one_place() {
        onlyIn(
                THREAD_STARTERS,
                uses("start a thread", THREAD_SOURCES)
                        .or(
                                matching(
                                        "make an executor",
                                        target ->
                                                owner(target)
                                                        .equals(
                                                                "java.util.concurrent.Executors"))));
    }

    @Test
    void files_are_touched_in_one_place() {
        onlyIn(
                FILE_USERS,
                matching("touch a file", target -> FILE_CLASSES.contains(owner(target)))
                        .or(
                                uses(
                                        "open a file",
                                        Set.of(
                                                "java.nio.channels.FileChannel.open",
                                                "java.nio.channels.AsynchronousFileChannel.open"))));
    }

    @Test
    void chance_comes_from_one_place() {
        onlyIn(DICE, uses("throw dice", CHANCE_SOURCES));
    }

    private static void onlyIn(Set<String> places, DescribedPredicate<JavaAccess<?>> deed) {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.forebay.log..",
                        "dev.forebay.engine..",
                        "dev.forebay.http..",
                        "dev.forebay.access..",
                        "dev.forebay.sqs..",
                        "dev.forebay.httpapi..",
                        "dev.forebay.amqp..",
                        "dev.forebay.server..")
                .and(outsideOf(places))
                .should()
                .accessTargetWhere(deed)
                .because("it is handed in through constructors; see SinglePlacesTest")
                .allowEmptyShould(true)
                .check(ShippedClasses.ALL);
    }

    private static DescribedPredicate<JavaClass> outsideOf(Set<String> places) {
        return DescribedPredicate.describe(
                "are not among " + places,
                type -> !places.contains(type.getName().replaceFirst("\\$.*", "")));
    }

    private static DescribedPredicate<JavaAccess<?>> uses(String deed, Set<String> sources) {
        return matching(deed, target -> sources.contains(owner(target) + "." + target.getName()));
    }

    private static DescribedPredicate<JavaAccess<?>> matching(
            String deed, Predicate<AccessTarget> wanted) {
        return DescribedPredicate.describe(deed, access -> wanted.test(access.getTarget()));
    }

    private static String owner(AccessTarget target) {
        return target.getOwner().getName();
    }
}
