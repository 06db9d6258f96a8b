package dev.forebay.server.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;

/**
 * A block of code on a page.
 *
 * @param code as it stands there
 */
public record PageExample(String code) {
    private static final Path ROOT = Path.of("..");

    /**
     * The first block of the language below a heading.
     *
     * @param page such as {@code docs/idempotency.md}
     * @param heading the whole line
     */
    public static PageExample of(String page, String heading, String language) throws IOException {
        Matcher found =
                Pattern.compile(
                                "^\\Q" + heading + "\\E\n.*?^```" + language + "\n(.*?)^```$",
                                Pattern.DOTALL | Pattern.MULTILINE)
                        .matcher(Files.readString(ROOT.resolve(page)));
        assertThat(found.find()).as("%s has %s under %s", page, language, heading).isTrue();
        return new PageExample(found.group(1));
    }

    /** With other names and addresses than a page can know. */
    public PageExample with(String onThePage, String here) {
        assertThat(code).contains(onThePage);
        return new PageExample(code.replace(onThePage, here));
    }

    /**
     * The class that it is, or that {@code around} makes of it in the place of {@code {example}}.
     */
    public Class<?> compile(Path folder, String name, String around) throws Exception {
        Path source =
                Files.writeString(
                        folder.resolve(name + ".java"), around.replace("{example}", code));
        int compiled =
                ToolProvider.getSystemJavaCompiler()
                        .run(
                                null,
                                null,
                                null,
                                "-cp",
                                System.getProperty("java.class.path"),
                                source.toString());
        assertThat(compiled).isZero();
        URL[] places = {folder.toUri().toURL()};
        // Lives as long as the test's run, since its class may load others later.
        return new URLClassLoader(places, PageExample.class.getClassLoader()).loadClass(name);
    }
}
