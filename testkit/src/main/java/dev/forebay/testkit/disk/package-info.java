/**
 * A disk in memory that knows what a power cut leaves of it: page cache and synced image of each
 * file, synced entries and pending operations of each folder, faults by plan, damage at rest. For
 * simulations; safe for use by several threads, though only one thread makes a run repeatable.
 */
@NullMarked
package dev.forebay.testkit.disk;

import org.jspecify.annotations.NullMarked;
