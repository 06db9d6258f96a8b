package dev.forebay.httpapi.mask;

import dev.forebay.engine.Message;
import dev.forebay.httpapi.codec.JsonMask;
import dev.forebay.httpapi.codec.Shown;
import dev.forebay.httpapi.codec.Shown.Extent;
import dev.forebay.log.record.Header;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What several rules mask together. */
final class Mask {
    private static final ByteBuffer STARS =
            StandardCharsets.US_ASCII.encode(JsonMask.STARS).asReadOnlyBuffer();

    private final List<List<String>> paths;
    private final Set<String> headers = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    Mask(List<MaskedField> fields) {
        this.paths =
                fields.stream()
                        .filter(MaskedField.InBody.class::isInstance)
                        .map(field -> ((MaskedField.InBody) field).path())
                        .toList();
        for (MaskedField field : fields) {
            if (field instanceof MaskedField.InHeader(String name)) {
                headers.add(name);
            }
        }
    }

    Shown of(Message message) {
        boolean headersMasked =
                message.headers().stream().anyMatch(header -> headers.contains(header.name()));
        Message shown =
                headersMasked
                        ? new Message(message.key(), headers(message.headers()), message.body())
                        : message;
        Extent extent = headersMasked ? Extent.MASKED : Extent.WHOLE;
        return paths.isEmpty() ? new Shown(shown, extent) : body(shown, extent);
    }

    private List<Header> headers(List<Header> all) {
        return all.stream()
                .map(header ->
                        headers.contains(header.name()) ? new Header(header.name(), STARS) : header)
                .toList();
    }

    private Shown body(Message message, Extent otherwise) {
        byte[] body = new byte[message.body().remaining()];
        message.body().get(message.body().position(), body);
        Optional<byte[]> masked = JsonMask.of(body, paths);
        if (masked.isEmpty()) {
            return new Shown(message, Extent.WITHOUT_BODY);
        }
        return Arrays.equals(masked.get(), body)
                ? new Shown(message, otherwise)
                : new Shown(
                        new Message(
                                message.key(), message.headers(), ByteBuffer.wrap(masked.get())),
                        Extent.MASKED);
    }
}
