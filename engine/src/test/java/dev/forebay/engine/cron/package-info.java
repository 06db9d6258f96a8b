/** Tests of filters. */
@NullMarked
package dev.forebay.engine.cron;

import org.jspecify.annotations.NullMarked;
