package dev.forebay.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file that does not change while the server runs: packed once, and answered from memory. A
 * browser asks each time whether it is still the same, so that a new version of the server is seen
 * at once. Immutable.
 */
final class StaticFile {
    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;
    private static final int TAG_BYTES = 12;

    private final Form plain;
    private final Form packed;

    /** One way to send it. Each has a tag of its own, since they differ byte for byte. */
    private static final class Form {
        private final byte[] content;
        private final String tag;
        private final ResponseHead whole;
        private final ResponseHead unchanged;

        Form(byte[] content, String tag, String type, Map<String, String> headers) {
            Map<String, String> fields = new LinkedHashMap<>(headers);
            fields.put("ETag", tag);
            fields.put("Cache-Control", "no-cache");
            fields.put("Vary", "Accept-Encoding");
            fields.put("X-Content-Type-Options", "nosniff");
            this.content = content;
            this.tag = tag;
            this.whole = ResponseHead.of(OK, type, fields);
            this.unchanged = ResponseHead.of(NOT_MODIFIED, "", fields);
        }
    }

    private StaticFile(Form plain, Form packed) {
        this.plain = plain;
        this.packed = packed;
    }

    /**
     * Packs a file.
     *
     * @param type its content type
     * @param headers further fields of each answer
     */
    static StaticFile of(byte[] content, String type, Map<String, String> headers) {
        String hash = hash(content);
        Map<String, String> asPacked = new LinkedHashMap<>(headers);
        asPacked.put("Content-Encoding", "gzip");
        return new StaticFile(
                new Form(content, "\"" + hash + "\"", type, headers),
                new Form(gzip(content), "\"" + hash + "-gzip\"", type, asPacked));
    }

    /** Answers on any thread. */
    void answer(HttpExchange exchange, boolean takesGzip, @Nullable String known) {
        Form form = takesGzip ? packed : plain;
        if (known != null && names(known, form.tag)) {
            exchange.answer(form.unchanged, exchange.allocate(0));
        } else {
            byte[] content = form.content;
            exchange.answer(form.whole, exchange.allocate(content.length).writeBytes(content));
        }
    }

    /** Whether the client takes what is packed. On the event loop. */
    static boolean takesGzip(HttpExchange exchange) {
        String accepted = exchange.header(HttpHeaderNames.ACCEPT_ENCODING);
        return accepted != null
                && Arrays.stream(accepted.split(",", -1))
                        .map(String::strip)
                        .anyMatch(one -> one.equals("gzip") || one.equals("*"));
    }

    private static boolean names(String tags, String tag) {
        return Arrays.stream(tags.split(",", -1))
                .map(String::strip)
                .anyMatch(one -> one.equals("*") || one.equals(tag) || one.equals("W/" + tag));
    }

    private static String hash(byte[] content) {
        try {
            byte[] whole = MessageDigest.getInstance("SHA-256").digest(content);
            byte[] tag = Arrays.copyOf(whole, TAG_BYTES);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(tag);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Takes the time that it needs, since each file is packed once. */
    private static final class Thorough extends GZIPOutputStream {
        Thorough(OutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream(content.length / 2);
        try (GZIPOutputStream out = new Thorough(packed)) {
            out.write(content);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return packed.toByteArray();
    }
}
