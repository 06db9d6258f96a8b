package dev.forebay.httpapi.alerts;

import java.util.List;
import java.util.Map;

/**
 * What is kept of alerts over restarts.
 *
 * @param number of the last alert
 * @param ended the latest last
 * @param silences until when, wall-clock ms
 */
record AlertSnapshot(
        long number, List<Lasting> lasting, List<Alert> ended, Map<AlertBook.Key, Long> silences) {
    /**
     * An alert that lasts.
     *
     * @param told whether somebody heard of it
     */
    record Lasting(Alert alert, boolean told) {}
}
