/** What is kept over restarts beside the log, and can be lost without harm to any message. */
@NullMarked
package dev.forebay.server.kept;

import org.jspecify.annotations.NullMarked;
