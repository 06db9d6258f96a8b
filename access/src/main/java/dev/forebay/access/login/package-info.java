/**
 * Credentials: passwords as SCRAM verifiers, secrets sealed under the server's key, sessions, and
 * how fast one may be wrong. Thread-safe; nothing here knows a clock or dice of its own.
 */
@NullMarked
package dev.forebay.access.login;

import org.jspecify.annotations.NullMarked;
