/**
 * When a repeating schedule runs: cron expressions and fixed intervals, in a time zone. Pure: the
 * same text gives the same times. Expressions are read by cron-utils; what daylight saving does to
 * them is decided here ({@link dev.forebay.engine.cron.CronTimes}). Not thread-safe, since it
 * remembers the last day it looked at.
 */
@NullMarked
package dev.forebay.engine.cron;

import org.jspecify.annotations.NullMarked;
