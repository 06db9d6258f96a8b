package dev.forebay.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Nothing stands on a page as code that nobody runs: each block has an owner that executes it, or
 * compares it with what was executed.
 */
final class BlocksTest {
    private static final String PAGES = ".ci/clients/docs/";
    private static final String TESTS = "server/src/test/java/dev/forebay/server/";

    /**
     * Who runs what.
     *
     * @param page of which the blocks are
     * @param language of them; * for any
     * @param begins how they begin
     * @param file that has them run
     * @param names what stands in that file then
     */
    private record Owner(String page, String language, String begins, String file, String names) {
        boolean owns(Page.Block block) {
            return block.page().equals(Path.of(page))
                    && (language.equals("*") || block.language().equals(language))
                    && block.text().startsWith(begins);
        }

        static Owner session(String page) {
            return new Owner("docs/" + page + ".md", "*", "", PAGES + "run", page);
        }

        static Owner installation(String begins) {
            return new Owner(
                    "docs/install.md",
                    "sh",
                    begins,
                    ".ci/packages",
                    "commands(\"" + begins + "\")");
        }
    }

    private static final List<Owner> OWNERS =
            List.of(
                    new Owner(
                            "README.md",
                            "sh",
                            "./forebay start",
                            PAGES + "readme.py",
                            "./forebay start"),
                    new Owner(
                            "README.md",
                            "",
                            "Forebay ",
                            PAGES + "readme.py",
                            "test_start_and_what_it_says"),
                    new Owner(
                            "README.md",
                            "sh",
                            "./forebay demo",
                            "cli/src/test/java/dev/forebay/cli/DemoProcess.java",
                            "\"demo\""),
                    new Owner(
                            "README.md",
                            "sh",
                            "export AWS",
                            PAGES + "readme.py",
                            "aws command line"),
                    new Owner("README.md", "sh", "api=", PAGES + "readme.py", "curl"),
                    new Owner("README.md", "python", "", PAGES + "readme.py", "Python (boto3)"),
                    new Owner(
                            "README.md",
                            "js",
                            "",
                            PAGES + "readme.py",
                            "JavaScript (@aws-sdk/client-sqs)"),
                    new Owner(
                            "README.md",
                            "java",
                            "SqsClient",
                            TESTS + "clients/ReadmeTest.java",
                            "**Java (AWS SDK 2)**"),
                    new Owner(
                            "README.md",
                            "java",
                            "ConnectionFactory",
                            TESTS + "amqp/AmqpReadmeTest.java",
                            "### RabbitMQ clients"),
                    Owner.session("quick-start"),
                    Owner.session("concepts"),
                    Owner.session("replay"),
                    Owner.session("sqs"),
                    Owner.session("operations"),
                    Owner.session("settings"),
                    new Owner("docs/idempotency.md", "sql", "", PAGES + "recipes.py", "The table"),
                    new Owner(
                            "docs/idempotency.md", "python", "", PAGES + "recipes.py", "inbox.py"),
                    new Owner("docs/idempotency.md", "js", "", PAGES + "recipes.py", "inbox.mjs"),
                    new Owner(
                            "docs/idempotency.md",
                            "java",
                            "",
                            TESTS + "clients/IdempotencyPageTest.java",
                            "### Java"),
                    new Owner(
                            "docs/observability.md",
                            "yaml",
                            "",
                            PAGES + "observability.py",
                            "test_settings"),
                    new Owner(
                            "docs/observability.md",
                            "python",
                            "",
                            PAGES + "observability.py",
                            "test_signature"),
                    new Owner(
                            "docs/http-api.md",
                            "",
                            "> ",
                            TESTS + "api/HttpApiPageTest.java",
                            "docs/http-api.md"),
                    new Owner(
                            "docs/http-api.md",
                            "json",
                            "",
                            TESTS + "api/AlertsApiTest.java",
                            "docs/http-api.md"),
                    new Owner(
                            "docs/cli.md",
                            "console",
                            "",
                            "cli/src/test/java/dev/forebay/cli/CliPageTest.java",
                            "docs/cli.md"),
                    new Owner(
                            "docs/install.md",
                            "sh",
                            "packaging/build",
                            ".ci/run",
                            "packaging/build"),
                    Owner.installation("tar -xzf"),
                    Owner.installation("sudo apt install"),
                    Owner.installation("sudo install -m 640"),
                    Owner.installation("docker load"),
                    Owner.installation("install -m 644"),
                    // They run for hours: that what they name exists is tested below.
                    new Owner(
                            "docs/reliability.md",
                            "sh",
                            "",
                            "dist/src/test/java/dev/forebay/dist/BlocksTest.java",
                            "what_takes_hours_names_what_is_there"),
                    // .ci/clients/with-server starts it like that, and .ci/run runs the suite.
                    new Owner("CONTRIBUTING.md", "sh", "./forebay start", ".ci/run", "verify"),
                    new Owner(
                            "CONTRIBUTING.md",
                            "",
                            "forebay      the launcher",
                            "dist/src/test/java/dev/forebay/dist/BlocksTest.java",
                            "the_rooms_are_those_that_are_there"));

    private static Stream<Page.Block> blocks() {
        return Page.all().stream()
                .filter(page ->
                        page.file().startsWith("docs")
                                || Set.of("README.md", "CONTRIBUTING.md")
                                        .contains(page.file().toString()))
                .flatMap(page -> page.blocks().stream());
    }

    @Test
    void every_block_is_run_by_somebody() {
        assertThat(blocks().filter(block -> OWNERS.stream().noneMatch(one -> one.owns(block))))
                .isEmpty();
    }

    @Test
    void every_owner_has_blocks_and_says_so() throws IOException {
        List<Page.Block> blocks = blocks().toList();
        for (Owner owner : OWNERS) {
            assertThat(blocks).as("%s", owner).anyMatch(owner::owns);
            assertThat(Page.ROOT.resolve(owner.file())).content().contains(owner.names());
        }
    }

    @Test
    void what_takes_hours_names_what_is_there() throws IOException {
        String commands = textOf("docs/reliability.md", "# 100,000 seeds");
        String pom = Files.readString(Page.ROOT.resolve("pom.xml"));
        for (String profile : found("-P(\\w+)", commands)) {
            assertThat(pom).contains("<id>" + profile + "</id>");
        }
        String sources = sources(Set.of("engine", "server", "testkit"));
        for (String test : found("(?:-Dtest|-Dit.test)=(\\w+(?:Test|IT))", commands)) {
            assertThat(sources).contains("class " + test);
        }
        assertThat(found("-D(forebay[\\w.]+)", commands)).hasSizeGreaterThan(2);
        for (String property : found("-D(forebay[\\w.]+)", commands)) {
            assertThat(sources).contains('"' + property + '"');
        }
    }

    @Test
    void the_rooms_are_those_that_are_there() throws IOException {
        String rooms = textOf("CONTRIBUTING.md", "forebay      the launcher");
        Set<String> told =
                rooms.lines()
                        .map(line -> line.split("/? ", 2)[0])
                        .filter(name -> !name.equals("forebay"))
                        .collect(Collectors.toSet());
        String pom = Files.readString(Page.ROOT.resolve("pom.xml"));
        assertThat(told).containsAll(found("<module>([\\w/]+)</module>", pom));
        assertThat(told).allSatisfy(room -> assertThat(Page.ROOT.resolve(room)).isDirectory());
    }

    private static String textOf(String page, String begins) {
        return new Page(Path.of(page))
                .blocks().stream()
                        .map(Page.Block::text)
                        .filter(text -> text.startsWith(begins))
                        .findFirst()
                        .orElseThrow();
    }

    private static List<String> found(String expression, String text) {
        return Pattern.compile(expression)
                .matcher(text)
                .results()
                .map((MatchResult result) -> result.group(1))
                .distinct()
                .toList();
    }

    private static String sources(Set<String> modules) throws IOException {
        List<String> sources = new ArrayList<>();
        for (String module : modules) {
            try (Stream<Path> files = Files.walk(Page.ROOT.resolve(module).resolve("src/test"))) {
                for (Path file : files.filter(one -> one.toString().endsWith(".java")).toList()) {
                    sources.add(Files.readString(file));
                }
            }
        }
        return String.join("\n", sources);
    }
}
