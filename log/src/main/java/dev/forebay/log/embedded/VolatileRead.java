package dev.forebay.log.embedded;

import dev.forebay.log.ReadCompletion;

/** A read of a volatile stream on its way to the spill task. */
record VolatileRead(
        VolatileStream stream, long fromOffset, int maxBytes, ReadCompletion completion) {}
