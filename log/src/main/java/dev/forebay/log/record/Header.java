package dev.forebay.log.record;

import java.nio.ByteBuffer;

/**
 * A named value carried with a record.
 *
 * @param name any text, UTF-8 on disk
 * @param value the bytes from position to limit; read it through {@code duplicate()}
 */
public record Header(String name, ByteBuffer value) {}
