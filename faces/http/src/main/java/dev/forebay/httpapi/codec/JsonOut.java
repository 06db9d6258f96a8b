package dev.forebay.httpapi.codec;

import java.io.Closeable;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes one JSON document. Made by {@link Json#write}; closing flushes. */
public final class JsonOut implements Closeable {
    private final JsonGenerator generator;

    JsonOut(JsonGenerator generator) {
        this.generator = generator;
    }

    public void begin() {
        generator.writeStartObject();
    }

    public void begin(String name) {
        generator.writeName(name);
        generator.writeStartObject();
    }

    public void end() {
        generator.writeEndObject();
    }

    public void beginList() {
        generator.writeStartArray();
    }

    public void beginList(String name) {
        generator.writeName(name);
        generator.writeStartArray();
    }

    public void endList() {
        generator.writeEndArray();
    }

    public void field(String name, String value) {
        generator.writeName(name);
        generator.writeString(value);
    }

    /** Left out when null. */
    public void maybe(String name, @Nullable String value) {
        if (value != null) {
            field(name, value);
        }
    }

    public void field(String name, long value) {
        generator.writeName(name);
        generator.writeNumber(value);
    }

    /** Null when it is not a number, or infinite. */
    public void field(String name, double value) {
        generator.writeName(name);
        if (value == (long) value) {
            generator.writeNumber((long) value);
        } else if (Double.isFinite(value)) {
            generator.writeNumber(value);
        } else {
            generator.writeNull();
        }
    }

    public void field(String name, boolean value) {
        generator.writeName(name);
        generator.writeBoolean(value);
    }

    public void empty(String name) {
        generator.writeName(name);
        generator.writeNull();
    }

    /** A time in ms since the epoch, as RFC 3339. */
    public void time(String name, long epochMillis) {
        generator.writeName(name);
        generator.writeString(Times.show(epochMillis));
    }

    public void texts(String name, Map<String, String> texts) {
        begin(name);
        texts.forEach(this::field);
        end();
    }

    public void element(String value) {
        generator.writeString(value);
    }

    public void element(long value) {
        generator.writeNumber(value);
    }

    /** Without the zeros of a whole number; null when it is not a number, or infinite. */
    public void element(float value) {
        if (value == (long) value) {
            generator.writeNumber((long) value);
        } else if (Float.isFinite(value)) {
            generator.writeNumber(value);
        } else {
            generator.writeNull();
        }
    }

    public void name(String name) {
        generator.writeName(name);
    }

    /** UTF-8 of a text that needs escapes perhaps. */
    void utf8(byte[] bytes, int from, int length) {
        generator.writeUTF8String(bytes, from, length);
    }

    void base64(byte[] bytes) {
        generator.writeBinary(bytes);
    }

    /** A JSON value that is known to be one. */
    void raw(String json) {
        generator.writeRawValue(json);
    }

    /** Text that is one JSON value by the program's own word. */
    public void json(String value) {
        raw(value);
    }

    /** Ends a line of JSON lines. */
    public void line() {
        generator.writeRaw('\n');
    }

    public void flush() {
        generator.flush();
    }

    @Override
    public void close() {
        generator.close();
    }
}
