package dev.forebay.cli.sqs;

/**
 * Whose requests are at AWS.
 *
 * @param session a token that goes with a temporary key; empty with a lasting one
 */
public record AwsKey(String id, String secret, String session) {}
