package dev.forebay.cli.top;

/** What a key means on the screen. */
enum Key {
    /** None was pressed in time, or one without a meaning. */
    NONE,
    UP,
    DOWN,
    OPEN,
    BACK,
    LEAVE
}
