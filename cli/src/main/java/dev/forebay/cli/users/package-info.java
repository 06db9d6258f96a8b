/** {@code forebay users}: who may do what, and their credentials. Runs on the main thread alone. */
@NullMarked
package dev.forebay.cli.users;

import org.jspecify.annotations.NullMarked;
