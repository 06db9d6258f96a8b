/**
 * What went through the parts of the AMQP face, counted for people and dashboards. Nothing is
 * decided by it, and it ends with the process. On the lane.
 */
@NullMarked
package dev.forebay.amqp.traffic;

import org.jspecify.annotations.NullMarked;
