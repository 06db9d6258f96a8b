package dev.forebay.packaging;

import dev.forebay.cli.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.asciidoctor.Asciidoctor;
import org.asciidoctor.Options;
import org.asciidoctor.SafeMode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.codegen.docgen.manpage.ManPageGenerator;

/** Writes a page of the manual for every command, from what the command says of itself. */
public final class ManPages {
    private static final boolean[] QUIET = {};

    private ManPages() {}

    /**
     * Writes them.
     *
     * @param arguments the folder for the pages; the version they are of
     */
    public static void main(String[] arguments) throws IOException {
        CommandSpec forebay = Commands.all().getCommandSpec();
        tellOfTheServer(forebay);
        Wording.of(arguments[1]).apply(forebay);
        Path sources = Files.createTempDirectory("forebay-manual");
        int code = ManPageGenerator.generateManPage(sources.toFile(), null, QUIET, true, forebay);
        if (code == 0) {
            typeset(sources, Path.of(arguments[0]));
        }
        System.exit(code);
    }

    /** Puts what the server's program does in the places that the command line keeps for it. */
    private static void tellOfTheServer(CommandSpec forebay) {
        Map<String, CommandSpec> pages =
                Map.of("start", ServerPages.start(), "verify", ServerPages.verify());
        CommandSpec config =
                Objects.requireNonNull(forebay.subcommands().get("config")).getCommandSpec();
        config.removeSubcommand("check");
        config.addSubcommand("check", ServerPages.configCheck());
        new LinkedHashMap<>(forebay.subcommands())
                .forEach((name, command) -> {
                    forebay.removeSubcommand(name);
                    forebay.addSubcommand(name, pages.getOrDefault(name, command.getCommandSpec()));
                });
    }

    private static void typeset(Path sources, Path pages) throws IOException {
        Options options =
                Options.builder()
                        .backend("manpage")
                        .safe(SafeMode.UNSAFE)
                        .toDir(pages.toFile())
                        .mkDirs(true)
                        .build();
        try (Asciidoctor asciidoctor = Asciidoctor.Factory.create();
                Stream<Path> found = Files.list(sources)) {
            List<Path> texts = found.sorted().toList();
            texts.forEach(text -> asciidoctor.convertFile(text.toFile(), options));
        }
    }
}
