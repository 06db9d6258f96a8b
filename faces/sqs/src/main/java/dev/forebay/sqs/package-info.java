/**
 * The Amazon SQS API, translated to engine commands.
 *
 * <p>Holds no durable state of its own. The server module starts it.
 */
@NullMarked
package dev.forebay.sqs;

import org.jspecify.annotations.NullMarked;
