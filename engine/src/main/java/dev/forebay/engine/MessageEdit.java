package dev.forebay.engine;

import dev.forebay.log.record.Header;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * How messages are changed on their way. Texts are templates ({@link
 * dev.forebay.engine.edit.Template}). Names of headers that begin with {@code forebay-} are the
 * engine's and stay as they are.
 *
 * @param setHeaders headers of these names get these texts, whether they were there or not
 * @param removeHeaders headers of these names go
 * @param key in place of the message's own; empty to keep that
 * @param body in place of the message's own, as UTF-8; empty to keep that
 */
public record MessageEdit(
        Map<String, String> setHeaders,
        Set<String> removeHeaders,
        Optional<String> key,
        Optional<String> body) {
    public static final MessageEdit NONE =
            new MessageEdit(Map.of(), Set.of(), Optional.empty(), Optional.empty());

    private static final String ENGINE = "forebay-";

    public MessageEdit {
        setHeaders = Map.copyOf(setHeaders);
        removeHeaders = Set.copyOf(removeHeaders);
    }

    /** Whether it changes nothing. */
    public boolean isEmpty() {
        return setHeaders.isEmpty() && removeHeaders.isEmpty() && key.isEmpty() && body.isEmpty();
    }

    /**
     * The message as it goes on.
     *
     * @param filledIn what a text of this edit becomes for the message
     */
    public Message apply(Message message, Function<String, ByteBuffer> filledIn) {
        if (isEmpty()) {
            return message;
        }
        Map<String, String> missing = new HashMap<>(setHeaders);
        missing.keySet().removeIf(name -> name.startsWith(ENGINE));
        List<Header> headers = new ArrayList<>();
        for (Header header : message.headers()) {
            String name = header.name();
            if (name.startsWith(ENGINE)) {
                headers.add(header);
            } else if (setHeaders.containsKey(name)) {
                // At the place of the first of its name; others of the name go.
                String value = missing.remove(name);
                if (value != null) {
                    headers.add(new Header(name, filledIn.apply(value)));
                }
            } else if (!removeHeaders.contains(name)) {
                headers.add(header);
            }
        }
        missing.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry ->
                        headers.add(new Header(entry.getKey(), filledIn.apply(entry.getValue()))));
        return new Message(
                key.isPresent() ? filledIn.apply(key.get()) : message.key(),
                headers,
                body.isPresent() ? filledIn.apply(body.get()) : message.body());
    }
}
