/**
 * Policies of queues: statements that allow or deny operations to users, in AWS' JSON. What is not
 * understood is refused when a policy is set, never passed over. Pure; thread-safe.
 */
@NullMarked
package dev.forebay.access.policy;

import org.jspecify.annotations.NullMarked;
