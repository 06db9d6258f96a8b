/**
 * The simulated world of the tests: disk, clock, scheduler and history checker.
 *
 * <p>Tests of any module may use it, users' own tests included; nothing that runs in production
 * does.
 */
@NullMarked
package dev.forebay.testkit;

import org.jspecify.annotations.NullMarked;
