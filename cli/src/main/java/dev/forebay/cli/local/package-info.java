/** A server of one's own: started in a temporary folder, and gone with it. Blocking. */
@NullMarked
package dev.forebay.cli.local;

import org.jspecify.annotations.NullMarked;
