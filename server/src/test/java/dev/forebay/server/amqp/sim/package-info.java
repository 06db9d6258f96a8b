/**
 * AMQP sessions in one seeded loop: the real face, engine and log on a simulated disk, sockets and
 * clock, with virtual clients that speak real frames, through crashes. One thread drives a run.
 */
@NullMarked
package dev.forebay.server.amqp.sim;

import org.jspecify.annotations.NullMarked;
