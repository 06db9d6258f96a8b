/**
 * Users and the audit log as streams of the log store. Called, and answering, on the engine's lane.
 */
@NullMarked
package dev.forebay.access.store;

import org.jspecify.annotations.NullMarked;
