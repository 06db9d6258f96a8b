package dev.forebay.packaging;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.Ports;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Writes the image for containers, without a daemon and from nothing: its files are two folders,
 * each a layer, with the times and permissions that they have there.
 */
public final class Image {
    private static final String DATA = "/var/lib/forebay";

    /** Known to the image's /etc/passwd; a number, so that a cluster sees that it is not root. */
    private static final String USER = "65532:65532";

    private Image() {}

    /**
     * Writes it.
     *
     * @param arguments the image to write; its version; the processor's architecture as Go calls
     *     it; the time of its making in seconds since 1970; the folder with what the system has,
     *     and the folder with what is ours
     */
    public static void main(String[] arguments) throws Exception {
        String name = "forebay:" + arguments[1];
        JibContainerBuilder image =
                Jib.fromScratch()
                        .setFormat(ImageFormat.OCI)
                        .setPlatforms(Set.of(new Platform(arguments[2], "linux")))
                        .setCreationTime(Instant.ofEpochSecond(Long.parseLong(arguments[3])))
                        .addFileEntriesLayer(layer("system", Path.of(arguments[4])))
                        .addFileEntriesLayer(layer("forebay", Path.of(arguments[5])));
        serveByDefault(image, arguments[1])
                .containerize(
                        Containerizer.to(TarImage.at(Path.of(arguments[0])).named(name))
                                .setOfflineMode(true));
    }

    /** Other containers are to reach it; the server insists that there be users then. */
    private static JibContainerBuilder serveByDefault(JibContainerBuilder image, String version) {
        return image.setEntrypoint("/usr/lib/forebay/bin/forebay")
                .setProgramArguments("start")
                .setEnvironment(
                        sorted(
                                Map.of(
                                        "PATH", "/usr/lib/forebay/bin:/bin",
                                        "FOREBAY_DATA_DIR", DATA,
                                        "FOREBAY_BIND", "0.0.0.0")))
                .setUser(USER)
                .setWorkingDirectory(AbsoluteUnixPath.get(DATA))
                .addVolume(AbsoluteUnixPath.get(DATA))
                .setExposedPorts(Ports.parse(List.of("9324", "5672", "5671")))
                .setLabels(
                        sorted(
                                Map.of(
                                        "org.opencontainers.image.title", "Forebay",
                                        "org.opencontainers.image.version", version,
                                        "org.opencontainers.image.licenses", "Apache-2.0")));
    }

    /** The same order in each image that is made. */
    private static Map<String, String> sorted(Map<String, String> entries) {
        return new TreeMap<>(entries);
    }

    private static FileEntriesLayer layer(String name, Path folder) throws IOException {
        FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName(name);
        try (Stream<Path> top = Files.list(folder)) {
            for (Path file : top.sorted().toList()) {
                layer.addEntryRecursive(
                        file,
                        AbsoluteUnixPath.get("/" + file.getFileName()),
                        (from, _) -> permissions(from),
                        (from, _) -> modified(from),
                        (_, place) -> place.toString().equals(DATA) ? USER : "");
            }
        }
        return layer.build();
    }

    private static FilePermissions permissions(Path file) {
        try {
            return FilePermissions.fromPosixFilePermissions(Files.getPosixFilePermissions(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Instant modified(Path file) {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
