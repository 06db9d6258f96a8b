package dev.forebay.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Serves files that lie beside the classes. Each is read and packed when it is first asked for, on
 * another thread, and comes from memory after that. Thread-safe.
 */
public final class StaticFiles {
    /** No segment can begin with a dot, so that no path leads out of the folder. */
    private static final Pattern NAME =
            Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*){0,7}");

    private static final Map<String, String> TYPES =
            Map.of(
                    "html", "text/html; charset=utf-8",
                    "js", "text/javascript; charset=utf-8",
                    "css", "text/css; charset=utf-8",
                    "svg", "image/svg+xml",
                    "json", "application/json");
    private static final String PLAIN = "text/plain; charset=utf-8";

    private static final ResponseHead READ_ONLY =
            ResponseHead.of(405, PLAIN, Map.of("Allow", "GET, HEAD"));
    private static final ResponseHead BUSY =
            ResponseHead.of(503, PLAIN, Map.of("Retry-After", "1"));
    private static final byte[] LATER =
            "Too much is asked for at once.\n".getBytes(StandardCharsets.UTF_8);

    private final ClassLoader loader;
    private final String folder;
    private final Map<String, String> headers;
    private final Preparation preparation;
    private final Executor reader;
    private final Map<String, StaticFile> known = new ConcurrentHashMap<>();

    /** Makes of a file what is sent of it; done once for each. Thread-safe. */
    @FunctionalInterface
    public interface Preparation {
        /** What is sent of the file of that name. */
        byte[] of(String name, byte[] content);
    }

    /**
     * Reads nothing yet.
     *
     * @param loader of the classes that they lie beside
     * @param folder as a resource's name, ending with a slash
     * @param headers further fields of each answer
     * @param preparation makes of each file what is sent
     * @param reader reads and packs; its refusal is answered 503
     */
    public StaticFiles(
            ClassLoader loader,
            String folder,
            Map<String, String> headers,
            Preparation preparation,
            Executor reader) {
        this.loader = loader;
        this.folder = folder;
        this.headers = Map.copyOf(headers);
        this.preparation = preparation;
        this.reader = reader;
    }

    /** Answers with the file of the name, or 404. */
    public void answer(HttpExchange exchange, String name) {
        HttpMethod method = exchange.method();
        if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
            exchange.answer(READ_ONLY, exchange.allocate(0));
            return;
        }
        boolean packed = StaticFile.takesGzip(exchange);
        String tags = exchange.header(HttpHeaderNames.IF_NONE_MATCH);
        StaticFile file = known.get(name);
        if (file != null) {
            file.answer(exchange, packed, tags);
        } else if (NAME.matcher(name).matches() && TYPES.containsKey(ending(name))) {
            later(exchange, name, packed, tags);
        } else {
            Router.notFound(exchange);
        }
    }

    private void later(HttpExchange exchange, String name, boolean packed, @Nullable String tags) {
        try {
            reader.execute(() ->
                    load(name)
                            .ifPresentOrElse(
                                    file -> file.answer(exchange, packed, tags),
                                    () -> Router.notFound(exchange)));
        } catch (RejectedExecutionException busy) {
            exchange.answer(BUSY, exchange.allocate(LATER.length).writeBytes(LATER));
        }
    }

    private Optional<StaticFile> load(String name) {
        try (InputStream in = loader.getResourceAsStream(folder + name)) {
            String type = TYPES.get(ending(name));
            if (in == null || type == null) {
                return Optional.empty();
            }
            StaticFile file = StaticFile.of(preparation.of(name, in.readAllBytes()), type, headers);
            known.put(name, file);
            return Optional.of(file);
        } catch (IOException damaged) {
            throw new UncheckedIOException("cannot read " + folder + name, damaged);
        }
    }

    /** Folders have none, of which a class path may otherwise give a listing. */
    private static String ending(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1);
    }
}
