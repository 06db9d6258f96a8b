package dev.forebay.httpapi;

import dev.forebay.httpapi.alerts.AlertListener;

/**
 * What becomes of what is seen in passing.
 *
 * @param past keeps figures over time
 * @param alerts keeps alerts and silences
 * @param listener is told of alerts
 */
public record Lookout(Keepsake past, Keepsake alerts, AlertListener listener) {}
