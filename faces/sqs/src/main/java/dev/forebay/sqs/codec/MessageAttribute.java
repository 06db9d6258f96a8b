package dev.forebay.sqs.codec;

/**
 * A message attribute with its value as bytes.
 *
 * @param name 1 to 256 characters
 * @param type {@code String}, {@code Number} or {@code Binary}, perhaps with a suffix after a dot
 * @param value UTF-8 of a string value, or a binary value
 */
@SuppressWarnings("ArrayRecordComponent") // bytes of the wire; never compared
public record MessageAttribute(String name, String type, byte[] value) {
    /** True when the value is binary and not text. */
    public boolean binary() {
        return type.startsWith("Binary");
    }

    /** What it counts towards the largest message: name, type and value. */
    public int size() {
        return Utf8.length(name) + Utf8.length(type) + value.length;
    }
}
