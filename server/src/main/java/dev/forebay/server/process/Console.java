package dev.forebay.server.process;

import dev.forebay.http.HttpExchange;
import dev.forebay.http.HttpHandler;
import dev.forebay.http.StaticFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The web console: its page at {@code /}, and what that is made of under {@code /console}. The page
 * keeps its place behind the {@code #}, which no server and no proxy gets to see, so that there is
 * one page, under any prefix, and names of queues are in nobody's log.
 */
final class Console {
    private static final String FOLDER = "dev/forebay/console/";
    private static final String PAGE = "index.html";
    private static final String PREFIX = "/console/";

    /** The one script that stands in the page; CSP lets it by its hash alone. */
    private static final Pattern IMPORT_MAP =
            Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL);

    private final StaticFiles files;

    Console(Executor reader) {
        this.files =
                new StaticFiles(
                        Console.class.getClassLoader(),
                        FOLDER,
                        Map.of(
                                "Content-Security-Policy",
                                policy(),
                                "Referrer-Policy",
                                "no-referrer",
                                "Cross-Origin-Opener-Policy",
                                "same-origin"),
                        LeanScript::of,
                        reader);
    }

    /** Answers {@code /}. */
    HttpHandler page() {
        return exchange -> files.answer(exchange, PAGE);
    }

    /** Answers what is under {@code /console}. */
    HttpHandler parts() {
        return this::part;
    }

    private void part(HttpExchange exchange) {
        String path = exchange.path();
        files.answer(exchange, path.startsWith(PREFIX) ? path.substring(PREFIX.length()) : "");
    }

    /** Nothing from elsewhere, no script or style but files, and no page around it. */
    private static String policy() {
        return "default-src 'self'; script-src 'self' 'sha256-"
                + hash(importMap())
                + "'; img-src 'self' blob:; object-src 'none'; base-uri 'none';"
                + " form-action 'self'; frame-ancestors 'none'";
    }

    private static String importMap() {
        try (InputStream in = Console.class.getClassLoader().getResourceAsStream(FOLDER + PAGE)) {
            if (in == null) {
                throw new IllegalStateException("the console is not among the classes");
            }
            Matcher map = IMPORT_MAP.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            if (!map.find()) {
                throw new IllegalStateException("the console's page has no import map");
            }
            return map.group(1);
        } catch (IOException damaged) {
            throw new UncheckedIOException(damaged);
        }
    }

    private static String hash(String script) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return Base64.getEncoder()
                    .encodeToString(digest.digest(script.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
