/**
 * The two wire formats of the SQS API as pure functions between bytes and records: AWS JSON 1.0 and
 * Query with XML answers. No I/O, no engine; used by the face on any event loop. Decoders throw
 * {@link dev.forebay.sqs.codec.SqsFailure} and nothing else on bad input, and allocate in
 * proportion to the bytes received.
 *
 * <p>Source: the SQS API reference of 2012-11-05 and AWS' Smithy model of it, which tests walk.
 */
@NullMarked
package dev.forebay.sqs.codec;

import org.jspecify.annotations.NullMarked;
