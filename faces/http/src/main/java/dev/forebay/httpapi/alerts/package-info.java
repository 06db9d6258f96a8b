/**
 * What the server tells of by itself, when somebody is needed: rules say of what they see whether
 * it is bad, and the {@link dev.forebay.httpapi.alerts.AlertBook} makes alerts of that, which begin
 * and end. Pure: figures and times are handed in. On the engine's lane.
 */
@NullMarked
package dev.forebay.httpapi.alerts;

import org.jspecify.annotations.NullMarked;
