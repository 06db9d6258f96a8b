package dev.forebay.engine;

/** That a consumer is there, whether it asks for messages at the moment or not. */
@FunctionalInterface
public interface Attendance {
    /** It goes. To be called once, on the lane. */
    void end();
}
