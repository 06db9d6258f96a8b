package dev.forebay.httpapi.alerts;

/**
 * What is seen of the server's storage at one instant.
 *
 * @param totalBytes of the disk
 * @param roomBytes that can be written before sends are refused
 * @param isFull whether sends are refused for want of room
 * @param failure why nothing is written any more; empty when all is well
 * @param damage what is known to be damaged; empty when nothing is
 */
public record StorageSight(
        long totalBytes, long roomBytes, boolean isFull, String failure, String damage) {}
