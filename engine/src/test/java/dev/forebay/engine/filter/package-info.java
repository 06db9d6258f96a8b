/** Tests of filters. */
@NullMarked
package dev.forebay.engine.filter;

import org.jspecify.annotations.NullMarked;
