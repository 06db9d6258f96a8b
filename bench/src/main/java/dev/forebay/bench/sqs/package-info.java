/**
 * The SQS face under load, end to end: the real process on the real disk, beside the bare server
 * and ElasticMQ in the same run. wrk sends; this package starts, watches and tells.
 */
@NullMarked
package dev.forebay.bench.sqs;

import org.jspecify.annotations.NullMarked;
