package dev.forebay.http;

/**
 * What a request is answered with that the listener refuses.
 *
 * @param lines further header lines
 * @param body with a head that gives no length
 */
@SuppressWarnings("ArrayRecordComponent") // written once; never compared
public record RefusedAnswer(ResponseHead head, byte[] lines, byte[] body) {}
