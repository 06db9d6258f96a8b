package dev.forebay.access;

import java.util.Locale;

/** What one may be allowed to do with a queue, or with the server. */
public enum Right {
    /** See a queue's settings, tags and figures. Whoever has any right on a queue has this one. */
    VIEW(0),
    /** See messages and their histories without taking them. */
    BROWSE(1),
    /** Send messages. */
    SEND(2),
    /** Receive messages and settle them. */
    RECEIVE(3),
    /** Purge, redrive, replay, pause, limit. */
    OPERATE(4),
    /** Create, change and delete a queue, its subscriptions, its policy. */
    MANAGE(5),
    /** Users, credentials, the audit log, the server itself. */
    ADMINISTER(6),
    /** See what rules mask in messages that are looked at ({@code messages.masked}). */
    UNMASK(7);

    private final int bit;

    /**
     * @param place of its bit in stored sets: never changes
     */
    Right(int place) {
        this.bit = 1 << place;
    }

    int bit() {
        return bit;
    }

    /** The right as settings and pages write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
