package dev.forebay.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
final class LauncherTest {
    @TempDir private Path folder;
    private LauncherHouse house;

    @BeforeEach
    void moveIn() throws IOException {
        house = new LauncherHouse(folder);
    }

    @Test
    void takes_the_jdk_of_java_home() throws Exception {
        house.jdk("usual-one", "25.0.1");
        house.environment("JAVA_HOME", house.jdkElsewhere("chosen one", "26").toString());

        assertThat(house.launch("--jdk").out()).endsWith("/chosen one\n");
    }

    @Test
    void passes_over_an_old_java_home_and_old_jdks() throws Exception {
        house.environment("JAVA_HOME", house.jdkElsewhere("old", "17.0.15").toString());
        house.jdk("a-older", "1.8.0_402");
        house.jdk("b-old", "24.0.2");
        house.jdk("c-right", "25");

        assertThat(house.launch("--jdk").out()).endsWith("/usual/c-right\n");
    }

    @Test
    void finds_the_jdk_behind_a_java_on_the_path() throws Exception {
        Path jdk = house.jdkElsewhere("linked", "25.0.1");
        Files.createSymbolicLink(folder.resolve("tools/java"), jdk.resolve("bin/java"));

        assertThat(house.launch("--jdk").out()).endsWith("/else where/linked\n");
    }

    @Test
    void says_what_to_install_without_a_jdk() throws Exception {
        house.jdk("old", "17.0.15");

        Outcome outcome = house.launch("start");

        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("no JDK 25 or newer", "apt install");
        assertThat(outcome.out()).isEmpty();
    }

    @Test
    void says_what_to_install_without_maven() throws Exception {
        house.jdk("jdk", "25");

        Outcome outcome = house.launch("start");

        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("Maven");
    }

    @Test
    void builds_once_and_talks_on_stderr_alone() throws Exception {
        house.jdk("jdk", "25");
        house.maven("");

        Outcome first = house.launch("start");
        Outcome second = house.launch("start");

        assertThat(first.code()).isZero();
        assertThat(first.err()).contains("Building Forebay", "[2/9] log");
        assertThat(first.out()).startsWith("jdk\n");
        assertThat(second.err()).isEmpty();
        assertThat(second.out()).isEqualTo(first.out());
    }

    @Test
    void builds_again_after_an_edit_and_keeps_one_build_for_who_still_runs_it() throws Exception {
        house.jdk("jdk", "25");
        house.maven("");
        house.launch("start");
        house.edit("server/src/main/java/Some.java");

        assertThat(house.launch("start").err()).contains("Building Forebay");
        assertThat(house.launch("start").err()).contains("Building Forebay");
        try (Stream<Path> builds = Files.list(house.checkout.resolve("dist/target/forebay"))) {
            assertThat(builds)
                    .filteredOn(build -> build.getFileName().toString().startsWith("build-"))
                    .hasSize(2);
        }
    }

    @Test
    void an_edit_of_what_does_not_ship_builds_nothing() throws Exception {
        house.jdk("jdk", "25");
        house.maven("");
        house.launch("start");
        house.edit("bench/src/main/java/Other.java");
        house.edit("bench/pom.xml");

        assertThat(house.launch("start").err()).isEmpty();
    }

    @Test
    void a_failed_build_shows_its_errors_and_leaves_nothing_to_run() throws Exception {
        house.jdk("jdk", "25");
        house.maven("echo '[ERROR] Some.java:[3,1] it is broken'; exit 1");

        Outcome outcome = house.launch("start");

        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains("it is broken", "build.log");
        assertThat(house.checkout.resolve("dist/target/forebay/lock")).doesNotExist();
        house.maven("");
        assertThat(house.launch("start").code()).isZero();
    }

    @Test
    void the_lock_of_a_dead_build_is_no_obstacle() throws Exception {
        house.jdk("jdk", "25");
        house.maven("");
        Path lock = house.checkout.resolve("dist/target/forebay/lock");
        Files.createDirectories(lock);
        Files.writeString(lock.resolve("pid"), "2147483646\n");

        assertThat(house.launch("start").code()).isZero();
    }

    @Test
    void arguments_arrive_as_they_were_given() throws Exception {
        house.jdk("jdk", "25");
        house.maven("");

        assertThat(house.launch("start", "--data", "a b", "*", "").out())
                .endsWith("dev.forebay.server.Main\nstart\n--data\na b\n*\n\n");
    }

    @Test
    void what_is_not_the_servers_goes_to_the_command_line() throws Exception {
        house.jdk("jdk", "25");
        house.maven("");

        assertThat(house.launch("verify", "data").out())
                .endsWith("dev.forebay.server.Main\nverify\ndata\n");
        assertThat(house.launch("demo", "--fast").out())
                .endsWith("dev.forebay.cli.Main\ndemo\n--fast\n");
        assertThat(house.launch().out()).endsWith("dev.forebay.cli.Main\n");
    }

    @Test
    void java_options_of_the_user_come_after_ours() throws Exception {
        house.jdk("jdk", "25");
        house.maven("");
        house.environment("FOREBAY_JAVA_OPTS", "-Xmx1g  -Dglob=*");

        String out = house.launch("start").out();

        assertThat(out).contains("\n-Xmx1g\n-Dglob=*\n-cp\n");
        assertThat(out.indexOf("-Xmx512m")).isBetween(0, out.indexOf("-Xmx1g"));
    }

    @Test
    void says_where_an_option_stands_that_the_jvm_does_not_know() throws Exception {
        house.jdk("jdk", "25");
        house.maven("");
        house.environment("FOREBAY_JAVA_OPTS", "-XX:+Unknown");

        Outcome outcome = house.launch("start");

        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err())
                .contains("FOREBAY_JAVA_OPTS='-XX:+Unknown'", "Unrecognized VM option");
        assertThat(outcome.out()).isEmpty();
    }

    @Test
    void the_class_path_and_the_start_up_cache_are_those_of_the_build() throws Exception {
        house.jdk("jdk", "25");
        house.maven("");

        assertThat(house.launch("start").out())
                .containsPattern("-XX:AOTCache=.*/my checkout/dist/target/forebay/build-.*\\.aot\n")
                .containsPattern("-cp\n.*/lib/forebay-log\\.jar:.*/lib/forebay-server\\.jar\n");
    }

    @Test
    void an_installation_that_was_copied_without_its_times_makes_its_start_up_caches_anew()
            throws Exception {
        Path installed = house.installation();
        Path program = installed.resolve("bin/forebay");
        Path cache = installed.resolve("cli.aot");
        assertThat(house.call(program, "queue", "ls").err()).isEmpty();
        assertThat(cache).hasContent("of the package");
        Files.setLastModifiedTime(
                installed.resolve("lib/forebay-b.jar"), FileTime.from(Instant.ofEpochSecond(9)));
        Outcome first = house.call(program, "queue", "ls");
        assertThat(first.err()).contains("Preparing fast starts");
        assertThat(first.out()).contains("-XX:AOTCache=" + cache);
        assertThat(cache).isEmptyFile();
        assertThat(house.call(program, "queue", "ls").err()).isEmpty();
    }

    @Test
    void another_jdk_makes_its_own_start_up_cache() throws Exception {
        house.jdk("jdk", "25");
        house.maven("");
        house.launch("start");
        house.environment("JAVA_HOME", house.jdkElsewhere("newer", "26").toString());
        Path made = house.checkout.resolve("dist/target/forebay");

        Outcome outcome = house.launch("start");

        assertThat(outcome.out()).startsWith("newer\n").contains("-XX:AOTCache=");
        assertThat(outcome.err()).isEmpty();
        String current = Files.readString(made.resolve("current")).strip();
        assertThat(made.resolve(current).resolve("jdk")).content().startsWith("26 ");
    }

    @Test
    void works_through_links_from_anywhere() throws Exception {
        house.jdk("jdk", "25");
        house.maven("");
        Path near = Files.createSymbolicLink(house.checkout.resolve("fb"), Path.of("forebay"));
        Path far = Files.createSymbolicLink(folder.resolve("far"), Path.of("my checkout/fb"));

        assertThat(house.call(far, "start").out())
                .contains("-Dforebay.launcher=" + house.checkout.toRealPath() + "/forebay\n");
        assertThat(house.call(near, "start").err()).isEmpty();
    }
}
