/** What names a lease to a client who must not be able to name any other. */
@NullMarked
package dev.forebay.access.lease;

import org.jspecify.annotations.NullMarked;
