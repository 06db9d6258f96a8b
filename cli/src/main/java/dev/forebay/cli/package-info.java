/** The commands of the command line, a client of the server's HTTP port and of nothing else. */
@NullMarked
package dev.forebay.cli;

import org.jspecify.annotations.NullMarked;
