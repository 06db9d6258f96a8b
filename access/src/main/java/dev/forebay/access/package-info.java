/**
 * Who may do what: the one table of operations and their rules, users with roles and grants, and
 * {@link dev.forebay.access.Access}, through which every face finds out who asks and whether it is
 * allowed. Faces translate their credentials to it and its denials to their protocol; nothing here
 * knows a protocol's bytes. What reads {@link dev.forebay.access.Directory} may run on any thread;
 * what changes it runs on the engine's lane.
 */
@NullMarked
package dev.forebay.access;

import org.jspecify.annotations.NullMarked;
