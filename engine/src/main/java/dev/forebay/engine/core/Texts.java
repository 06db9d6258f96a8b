package dev.forebay.engine.core;

import dev.forebay.engine.struct.ByteSink;
import dev.forebay.engine.struct.ByteSource;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Named texts, sorted, so that equal ones make equal bytes. */
final class Texts {
    private Texts() {}

    static void write(ByteSink sink, Map<String, String> texts) {
        sink.putVarint(texts.size());
        new TreeMap<>(texts)
                .forEach((name, value) -> {
                    sink.putText(name);
                    sink.putText(value);
                });
    }

    static Map<String, String> read(ByteSource source) {
        Map<String, String> texts = new HashMap<>();
        for (int left = source.getInt(); left > 0; left--) {
            String name = source.getText();
            texts.put(name, source.getText());
        }
        return Map.copyOf(texts);
    }
}
