/** The Java examples of the pages: found, compiled, and run by tests beside what they use. */
@NullMarked
package dev.forebay.server.pages;

import org.jspecify.annotations.NullMarked;
