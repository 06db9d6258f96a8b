/**
 * Reader and writer of Kafka's record batch format v2 (KIP-98; magic 2) as flyweights over a
 * buffer, so that every stream can be read by any Kafka tool and a Kafka fetch is a copy. Pure
 * functions between bytes and records; no I/O; not thread-safe.
 */
@NullMarked
package dev.forebay.log.record;

import org.jspecify.annotations.NullMarked;
