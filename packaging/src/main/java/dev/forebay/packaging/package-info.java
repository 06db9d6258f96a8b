/**
 * Programs that {@code packaging/build} runs while it makes the packages. Each does one thing and
 * ends; nothing of them is shipped.
 */
@NullMarked
package dev.forebay.packaging;

import org.jspecify.annotations.NullMarked;
