@NullMarked
package dev.forebay.engine.edit;

import org.jspecify.annotations.NullMarked;
