package dev.forebay.cli.demo;

/**
 * A message as a consumer got it.
 *
 * @param handle names this delivery when it is settled or given back
 * @param receives how often the message was delivered, this time included
 */
record Delivery(String handle, String body, int receives) {}
