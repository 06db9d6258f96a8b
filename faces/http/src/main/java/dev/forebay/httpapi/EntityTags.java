package dev.forebay.httpapi;

import dev.forebay.httpapi.codec.ApiFailure;
import dev.forebay.httpapi.codec.Json;
import dev.forebay.httpapi.codec.JsonOut;
import dev.forebay.httpapi.codec.ProblemType;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tags, and what the headers If-Match and If-None-Match name (RFC 9110, 13.1). */
final class EntityTags {
    private static final int BYTES = 12;

    private EntityTags() {}

    /** A tag that changes with what is written, and stays over restarts. */
    static String of(Consumer<JsonOut> write) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonOut out = Json.write(bytes)) {
            write.accept(out);
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray());
            byte[] tag = Arrays.copyOf(hash, BYTES);
            return "\"" + Base64.getUrlEncoder().encodeToString(tag) + "\"";
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Whether one of the tags, or a star, means something that has this tag. */
    static boolean name(String tags, String etag) {
        for (String tag : tags.split(",", -1)) {
            if (tag.strip().equals("*") || tag.strip().equals(etag)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Compares with what If-Match says.
     *
     * @param condition the header; null for none
     * @param what the thing as a sentence begins with it
     * @param now its tag
     * @throws ApiFailure when it is another
     */
    static void require(@Nullable String condition, String what, String now) {
        if (condition == null || name(condition, now)) {
            return;
        }
        throw new ApiFailure(
                ProblemType.CHANGED_MEANWHILE,
                what
                        + " is not as If-Match names it; its ETag is now "
                        + now
                        + ". Read it again and decide anew.");
    }
}
