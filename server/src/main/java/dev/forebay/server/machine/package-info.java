/**
 * What the server takes from the machine: its clocks, threads, files and the table of its sockets.
 * The only package of the server that does; everything else gets these handed in.
 */
@NullMarked
package dev.forebay.server.machine;

import org.jspecify.annotations.NullMarked;
