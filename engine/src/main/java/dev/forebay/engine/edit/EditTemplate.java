package dev.forebay.engine.edit;

import dev.forebay.engine.Message;
import dev.forebay.engine.MessageEdit;
import dev.forebay.engine.Refusal;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** An edit whose texts are understood, to be carried out on many messages. */
public final class EditTemplate {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final String RESERVED = "forebay-";
    private static final int LONGEST_NAME = 256;

    /** Bytes of a key that an edit makes, at most. */
    private static final int LONGEST_KEY = 1_024;

    private final MessageEdit edit;
    private final Map<String, Template> templates = new HashMap<>();

    /**
     * @throws IllegalArgumentException unless {@link #wrong} finds nothing
     */
    public EditTemplate(MessageEdit edit) {
        this.edit = edit;
        for (String text : texts(edit).values()) {
            switch (Template.parse(text)) {
                case Template.Parsed.Right right -> templates.put(text, right.template());
                case Template.Parsed.Wrong wrong ->
                        throw new IllegalArgumentException("no template: " + text);
            }
        }
    }

    /** What is wrong with the edit's texts, if anything. */
    public static Optional<Refusal> wrong(MessageEdit edit) {
        for (String name : edit.setHeaders().keySet()) {
            if (!isName(name)) {
                return Optional.of(
                        new Refusal.InvalidSetting(
                                "edit.setHeaders",
                                name,
                                "names of 1 to 256 characters without controls and colons, not"
                                        + " beginning with forebay-"));
            }
        }
        for (Map.Entry<String, String> text : texts(edit).entrySet()) {
            if (Template.parse(text.getValue()) instanceof Template.Parsed.Wrong wrong) {
                return Optional.of(
                        new Refusal.InvalidSetting(
                                text.getKey(), text.getValue(), wrong.accepted()));
            }
        }
        return Optional.empty();
    }

    private static boolean isName(String name) {
        return !name.isEmpty()
                && name.length() <= LONGEST_NAME
                && !name.startsWith(RESERVED)
                && name.chars().noneMatch(c -> c < ' ' || c == ':');
    }

    private static Map<String, String> texts(MessageEdit edit) {
        Map<String, String> texts = new LinkedHashMap<>();
        edit.body().ifPresent(text -> texts.put("edit.body", text));
        edit.key().ifPresent(text -> texts.put("edit.key", text));
        edit.setHeaders().forEach((name, text) -> texts.put("edit.setHeaders." + name, text));
        return texts;
    }

    /** Whether it changes nothing. */
    public boolean isEmpty() {
        return edit.isEmpty();
    }

    /** What came of one message. */
    public sealed interface Edited {
        record Done(Message message) implements Edited {}

        /** It lacks something that a template asks for, or would become what no message may be. */
        record Missing(String why) implements Edited {}
    }

    public Edited apply(EditValues values) {
        Filling filling = new Filling(values);
        Message message = edit.apply(values.message(), filling::of);
        if (!filling.missing.isEmpty()) {
            return new Edited.Missing(filling.missing);
        }
        ByteBuffer key = message.key();
        int keyBytes = key == null ? 1 : key.remaining();
        return edit.key().isPresent() && (keyBytes == 0 || keyBytes > LONGEST_KEY)
                ? new Edited.Missing(
                        "Its key would have "
                                + keyBytes
                                + " bytes; 1 to "
                                + LONGEST_KEY
                                + " are taken.")
                : new Edited.Done(message);
    }

    /** Fills in one message's templates, and keeps what could not be. */
    private final class Filling {
        private final EditValues values;
        private String missing = "";

        Filling(EditValues values) {
            this.values = values;
        }

        ByteBuffer of(String text) {
            Template template = templates.get(text);
            if (template == null) {
                throw new IllegalArgumentException("not of this edit: " + text);
            }
            return switch (template.fill(values)) {
                case Template.Made.Bytes made -> made.bytes();
                case Template.Made.Missing lacking -> {
                    missing = missing.isEmpty() ? lacking.why() : missing;
                    yield NOTHING;
                }
            };
        }
    }
}
