/** What users cost: checking signatures and rights, for each request. Run by hand, with JMH. */
@NullMarked
package dev.forebay.bench.access;

import org.jspecify.annotations.NullMarked;
