package dev.forebay.log.embedded;

import java.util.List;

/**
 * What one stream has in a slab that is spilled.
 *
 * @param batches side by side in the stream, oldest first
 * @param stretches where they have come to stand; empty until they are written
 */
record SpillPart(VolatileStream stream, List<Tail.Batch> batches, List<SpilledStretch> stretches) {}
