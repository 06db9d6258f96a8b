/**
 * Plays a scenario again and again, ends it after each operation of the disk or fails each call,
 * and checks what a restart finds. Knows nothing of logs or queues: scenarios do. Single-threaded.
 */
@NullMarked
package dev.forebay.testkit.crash;

import org.jspecify.annotations.NullMarked;
