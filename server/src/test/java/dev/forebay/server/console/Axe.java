package dev.forebay.server.console;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Finds what is wrong with a page for those who cannot see it. */
final class Axe {
    private static final String SCRIPT = read();

    private Axe() {}

    private static String read() {
        try (InputStream script = Axe.class.getResourceAsStream("/axe.min.js")) {
            return new String(
                    Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new IllegalStateException("cannot read axe", unreadable);
        }
    }

    /** What it objects to within the first element of a selector, as rule and place. */
    static List<?> objections(Page page, String within) {
        if (page.evaluate("typeof axe").equals("undefined")) {
            page.evaluate(SCRIPT);
        }
        return (List<?>)
                page.evaluate(
                        """
                        async (within) => {
                            const {violations} = await axe.run(
                                document.querySelector(within), {resultTypes: ['violations']});
                            return violations.map(({id, nodes}) => id + ': ' + nodes[0].html);
                        }
                        """,
                        within);
    }
}
