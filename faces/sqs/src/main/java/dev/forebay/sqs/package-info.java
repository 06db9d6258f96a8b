/**
 * The Amazon SQS API, translated to engine commands. {@link dev.forebay.sqs.SqsFace} is what the
 * server module hands to the HTTP listener. Requests are decoded and answers encoded on the event
 * loop of their connection; the translation in between runs on the engine's lane. Holds no durable
 * state of its own.
 *
 * <p>How an SQS message becomes a message of the engine: the body is the body (UTF-8);
 * MessageGroupId is the key; each message attribute is a header of its name whose value is the
 * string's UTF-8 or the binary value; the header {@code forebay-sqs-types} says the data types of
 * those that are not plain {@code String}, a line {@code name:type} each; the system attribute
 * AWSTraceHeader is the header {@code forebay-sqs-trace}; the user who sent it, where there are
 * users, is {@code forebay-sqs-sender}. Queue attributes that the engine has no word for are kept
 * as labels that begin with {@code sqs.}.
 */
@NullMarked
package dev.forebay.sqs;

import org.jspecify.annotations.NullMarked;
