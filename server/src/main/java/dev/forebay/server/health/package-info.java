/** Whether the server is well, for people, load balancers and orchestrators. */
@NullMarked
package dev.forebay.server.health;

import org.jspecify.annotations.NullMarked;
