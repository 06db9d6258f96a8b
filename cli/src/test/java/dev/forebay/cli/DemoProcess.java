package dev.forebay.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;

/** The demo as a process of its own, with a launcher that starts the server of this class path. */
final class DemoProcess implements AutoCloseable {
    private static final long LONGEST_SECONDS = 90;
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final String CLASS_PATH = System.getProperty("java.class.path");

    private final Process process;
    private final Path temporary;
    private final Path output;

    private DemoProcess(Process process, Path temporary, Path output) {
        this.process = process;
        this.temporary = temporary;
        this.output = output;
    }

    static DemoProcess start(Path home) throws IOException {
        Path launcher =
                Files.writeString(
                        home.resolve("launcher"),
                        "#!/bin/sh\nexec '%s' -cp '%s' dev.forebay.server.Main \"$@\"\n"
                                .formatted(JAVA, CLASS_PATH));
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));
        Path temporary = Files.createDirectory(home.resolve("temporary"));
        Path output = home.resolve("output");
        Process process =
                new ProcessBuilder(
                                JAVA,
                                "--enable-native-access=ALL-UNNAMED",
                                "-Dforebay.launcher=" + launcher,
                                "-Djava.io.tmpdir=" + temporary,
                                "-cp",
                                CLASS_PATH,
                                "dev.forebay.cli.Main",
                                "demo",
                                "--fast")
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        return new DemoProcess(process, temporary, output);
    }

    /** All it wrote so far. */
    String output() throws IOException {
        return Files.readString(output);
    }

    /**
     * Asks it to end, by SIGTERM: SIGINT, of the same effect, may be ignored in a build's children.
     */
    void terminate() {
        process.destroy();
    }

    /** The code it ends with. */
    int await() throws InterruptedException, IOException {
        if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException("the demo does not end; it wrote:\n" + output());
        }
        return process.exitValue();
    }

    /** How many processes it has started and not ended. */
    long children() {
        return process.descendants().count();
    }

    /** Where it makes temporary folders. */
    Path temporary() {
        return temporary;
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        var _ = process.destroyForcibly();
    }
}
