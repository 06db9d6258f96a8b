/**
 * What a backlog costs in heap: the engine over the embedded store on the real disk, without a
 * face, in this process. Each figure is the used heap after a full collection.
 */
@NullMarked
package dev.forebay.bench.backlog;

import org.jspecify.annotations.NullMarked;
