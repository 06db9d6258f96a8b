/**
 * Log stores for tests: one in memory, the contract every store must pass, and the explorer of
 * crashes. For tests of any module on any thread; nothing here is durable.
 */
@NullMarked
package dev.forebay.testkit.log;

import org.jspecify.annotations.NullMarked;
