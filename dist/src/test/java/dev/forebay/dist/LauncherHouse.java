package dev.forebay.dist;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;

/**
 * A checkout in a folder with spaces, holding the real launcher and next to nothing else. JDKs and
 * Maven are scripts that say how they were called; the machine's own are out of sight.
 */
final class LauncherHouse {
    private static final Path LAUNCHER = Path.of("..", "forebay");
    private static final Path SHARED = Path.of("launch.sh");
    private static final String TOOLS =
            "cat chmod date find grep head mkdir mktemp mv readlink rm sleep tail touch";
    private static final String PLACES = "(?s)(\"\\$\\(home_of_java_on_path\\)\" ).*?(; do)";

    final Path checkout;
    private final Path root;
    private final Path tools;
    private final Map<String, String> environment = new HashMap<>();

    LauncherHouse(Path root) throws IOException {
        this.root = root;
        this.checkout = Files.createDirectories(root.resolve("my checkout"));
        this.tools = Files.createDirectories(root.resolve("tools"));
        for (String tool : TOOLS.split(" ", -1)) {
            script(tools.resolve(tool), "#!/bin/sh\nexec " + onMachine(tool) + " \"$@\"\n");
        }
        String places = "$1\"" + Matcher.quoteReplacement(root.toString()) + "\"/usual/*$2";
        String script = Files.readString(LAUNCHER).replaceFirst(PLACES, places);
        script(checkout.resolve("forebay"), script);
        Files.createDirectories(checkout.resolve("dist"));
        Files.copy(SHARED, checkout.resolve("dist/launch.sh"));
        source("pom.xml");
        source("server/pom.xml");
        source("server/src/main/java/Some.java");
        source("bench/pom.xml");
        source("bench/src/main/java/Other.java");
        environment.put("PATH", tools.toString());
        environment.put("HOME", root.resolve("home").toString());
    }

    /** A JDK in one of the usual places whose java prints "name", its arguments, one a line. */
    Path jdk(String name, String version) throws IOException {
        return jdkAt(root.resolve("usual").resolve(name), version);
    }

    /** A JDK where nobody would look by itself. */
    Path jdkElsewhere(String name, String version) throws IOException {
        return jdkAt(root.resolve("else where").resolve(name), version);
    }

    private static Path jdkAt(Path home, String version) throws IOException {
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(
                home.resolve("release"),
                "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"" + version + "\"\n");
        script(home.resolve("bin/javac"), "#!/bin/sh\n");
        script(
                home.resolve("bin/java"),
                """
                #!/bin/sh
                for argument; do
                    case $argument in
                        -XX:AOTCacheOutput=*) touch "${argument#*=}"; exit 0 ;;
                        -XX:+Unknown) echo "Unrecognized VM option"; exit 1 ;;
                    esac
                done
                printf '%s\\n' "{name}" "$@"
                """
                        .replace("{name}", home.getFileName().toString()));
        return home;
    }

    /** Puts a Maven on the PATH that builds one jar, after the given lines of shell. */
    void maven(String lines) throws IOException {
        script(
                tools.resolve("mvn"),
                """
                #!/bin/sh
                echo "[INFO] Building Forebay log 0.1.0-SNAPSHOT          [2/9]"
                {lines}
                for argument; do
                    case $argument in -Dforebay.dist=*) target=${argument#*=} ;; esac
                done
                mkdir -p "$target/lib"
                touch "$target/lib/forebay-server.jar" "$target/lib/forebay-log.jar"
                """
                        .replace("{lines}", lines));
    }

    /** An installation as a package makes it: all files have one time. */
    Path installation() throws IOException {
        Path home = Files.createDirectories(root.resolve("an installation"));
        for (String folder : new String[] {"bin", "lib"}) {
            Files.createDirectories(home.resolve(folder));
        }
        script(
                home.resolve("bin/forebay"),
                Files.readString(Path.of("../packaging/files/forebay")));
        Files.copy(SHARED, home.resolve("launch.sh"));
        Files.createFile(home.resolve("lib/forebay-a.jar"));
        Files.createFile(home.resolve("lib/forebay-b.jar"));
        Files.writeString(home.resolve("cli.aot"), "of the package");
        try (var files = Files.walk(home)) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
            }
        }
        jdkAt(home.resolve("runtime"), "25");
        return home;
    }

    void environment(String name, String value) {
        environment.put(name, value);
    }

    /** Creates a source file, or changes it later than everything before. */
    void source(String name) throws IOException {
        Path file = checkout.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, name);
    }

    /** Makes a source file look edited one minute from now, beyond any file system's rounding. */
    void edit(String name) throws IOException {
        Files.setLastModifiedTime(
                checkout.resolve(name), FileTime.from(Instant.now().plusSeconds(60)));
    }

    Outcome launch(String... arguments) throws IOException, InterruptedException {
        return call(checkout.resolve("forebay"), arguments);
    }

    Outcome call(Path program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(Arrays.asList(arguments));
        File out = root.resolve("out").toFile();
        File err = root.resolve("err").toFile();
        ProcessBuilder builder = new ProcessBuilder(command).directory(root.toFile());
        builder.redirectOutput(out).redirectError(err).environment().clear();
        builder.environment().putAll(environment);
        int code = builder.start().waitFor();
        return new Outcome(code, Files.readString(out.toPath()), Files.readString(err.toPath()));
    }

    private static Path onMachine(String tool) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no " + tool + " on the PATH"));
    }

    private static void script(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
