package dev.forebay.engine.edit;

import dev.forebay.engine.struct.ByteSink;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A text with variables such as <code>${key}</code>; <code>$${</code> stands for <code>${</code>.
 * What it makes are bytes, since bodies need not be texts.
 */
public final class Template {
    private static final String OPEN = "${";
    private static final String ESCAPED = "$${";

    private final List<Part> parts;

    private Template(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    private sealed interface Part {
        record Plain(ByteBuffer text) implements Part {}

        record Value(String name, Variable variable) implements Part {}
    }

    /** What a text means. */
    public sealed interface Parsed {
        record Right(Template template) implements Parsed {}

        /**
         * No template.
         *
         * @param accepted what would be
         */
        record Wrong(String accepted) implements Parsed {}
    }

    /** What came of a template for one message. */
    public sealed interface Made {
        record Bytes(ByteBuffer bytes) implements Made {}

        /** The message lacks something that the template asks for. */
        record Missing(String why) implements Made {}
    }

    public static Parsed parse(String text) {
        List<Part> parts = new ArrayList<>();
        StringBuilder plain = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            if (text.startsWith(ESCAPED, at)) {
                plain.append(OPEN);
                at += ESCAPED.length();
            } else if (text.startsWith(OPEN, at)) {
                int end = text.indexOf('}', at);
                String name = end < 0 ? "" : text.substring(at + OPEN.length(), end);
                Optional<Variable> variable = Variable.named(name);
                if (variable.isEmpty()) {
                    return new Parsed.Wrong(
                            "variables ${...} of these names, and $${ for a plain ${: "
                                    + Variable.NAMES);
                }
                addPlain(parts, plain);
                parts.add(new Part.Value(name, variable.get()));
                at = end + 1;
            } else {
                plain.append(text.charAt(at++));
            }
        }
        addPlain(parts, plain);
        return new Parsed.Right(new Template(parts));
    }

    private static void addPlain(List<Part> parts, StringBuilder plain) {
        if (!plain.isEmpty()) {
            parts.add(new Part.Plain(utf8(plain.toString())));
            plain.setLength(0);
        }
    }

    private static ByteBuffer utf8(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Fills it in. */
    public Made fill(EditValues values) {
        if (parts.size() == 1 && parts.get(0) instanceof Part.Plain only) {
            return new Made.Bytes(only.text().duplicate());
        }
        ByteSink sink = new ByteSink(64);
        for (Part part : parts) {
            switch (part) {
                case Part.Plain plain -> sink.putRaw(plain.text());
                case Part.Value value -> {
                    Optional<ByteBuffer> found = values.find(value.variable());
                    if (found.isEmpty()) {
                        return new Made.Missing("The message has no " + value.name() + ".");
                    }
                    sink.putRaw(found.get());
                }
            }
        }
        return new Made.Bytes(sink.copy());
    }
}
