package dev.forebay.cli.hello;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What this machine has to run recipes with: the programs on the search path. */
final class Machine {
    private static final long LONGEST_SECONDS = 60;

    private final List<Path> folders;

    private Machine(List<Path> folders) {
        this.folders = folders;
    }

    /** With the search path of the environment. */
    static Machine here() {
        return of(System.getenv().getOrDefault("PATH", ""));
    }

    /** With a search path. */
    static Machine of(String path) {
        return new Machine(
                Stream.of(path.split(File.pathSeparator, -1))
                        .filter(folder -> !folder.isEmpty())
                        .map(Path::of)
                        .toList());
    }

    /** How a process ended. */
    private record End(boolean well, String lastWords) {}

    /** Carries out a recipe, if its client is here. */
    Outcome run(Recipe recipe) throws IOException, InterruptedException {
        if (!recipe.obstacle().isEmpty()) {
            return Outcome.skipped(recipe, recipe.obstacle());
        }
        Optional<List<String>> command =
                switch (recipe.language()) {
                    case SHELL -> shell(recipe.client());
                    case PYTHON -> python(recipe.client());
                    case JAVA -> Optional.empty();
                };
        if (command.isEmpty()) {
            return Outcome.skipped(recipe, missing(recipe));
        }
        End end = run(Stream.concat(command.get().stream(), Stream.of(recipe.script())).toList());
        return end.well() ? Outcome.sent(recipe) : Outcome.failed(recipe, end.lastWords());
    }

    private static String missing(Recipe recipe) {
        return switch (recipe.language()) {
            case SHELL -> recipe.client() + " is not on the search path";
            case PYTHON ->
                    "no python3 on the search path has it: python3 -m pip install "
                            + recipe.client();
            case JAVA -> "is a part of a program, to be put into yours";
        };
    }

    private Optional<List<String>> shell(String program) {
        return programs(program).findFirst().map(_ -> List.of("sh", "-ec"));
    }

    private Optional<List<String>> python(String module) throws IOException, InterruptedException {
        for (Path python : programs("python3").toList()) {
            List<String> command = List.of(python.toString(), "-c");
            if (run(List.of(python.toString(), "-c", "import " + module)).well()) {
                return Optional.of(command);
            }
        }
        return Optional.empty();
    }

    private Stream<Path> programs(String name) {
        return folders.stream().map(folder -> folder.resolve(name)).filter(Files::isExecutable);
    }

    private static End run(List<String> command) throws IOException, InterruptedException {
        Path said = Files.createTempFile("forebay-hello-", ".txt");
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(said.toFile())
                            .start();
            process.getOutputStream().close();
            if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                var _ = process.destroyForcibly();
                return new End(false, "did not end within " + LONGEST_SECONDS + " s");
            }
            return new End(process.exitValue() == 0, lastLine(said));
        } finally {
            Files.delete(said);
        }
    }

    private static String lastLine(Path said) throws IOException {
        return new String(Files.readAllBytes(said), StandardCharsets.UTF_8)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .reduce("", (_, last) -> last);
    }
}
