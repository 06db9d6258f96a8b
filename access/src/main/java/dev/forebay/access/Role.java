package dev.forebay.access;

import java.util.Locale;

/** Rights on all queues under one name, for people and programs with one kind of job. */
@SuppressWarnings("ImmutableEnumChecker") // rights are a record of one int
public enum Role {
    /** Looks at everything but messages, as RabbitMQ's monitoring does. */
    MONITOR(4, Right.VIEW),
    /** Looks at everything, changes nothing, takes no message. */
    VIEW(0, Right.VIEW, Right.BROWSE),
    /** Sends to every queue. */
    PUBLISH(1, Right.SEND),
    /** Does everything with queues and messages. */
    OPERATE(2, Right.VIEW, Right.BROWSE, Right.SEND, Right.RECEIVE, Right.OPERATE, Right.MANAGE),
    /** Does everything, users and server included. */
    ADMIN(3, Right.values());

    private final int bit;
    private final Rights rights;

    Role(int place, Right... rights) {
        this.bit = 1 << place;
        this.rights = Rights.of(rights);
    }

    /** Its bit in stored sets: never changes. */
    public int bit() {
        return bit;
    }

    public Rights rights() {
        return rights;
    }

    /** The role as settings and pages write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
