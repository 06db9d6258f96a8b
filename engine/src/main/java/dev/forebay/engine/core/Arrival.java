package dev.forebay.engine.core;

/** Something that comes from the store's threads to the lane. */
interface Arrival {
    /** On the lane. */
    void arrived();
}
