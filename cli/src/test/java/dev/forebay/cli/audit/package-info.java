/** Tests of the audit's parts. */
@NullMarked
package dev.forebay.cli.audit;

import org.jspecify.annotations.NullMarked;
