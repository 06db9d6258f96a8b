package dev.forebay.log.embedded;

/** Whether the volume can take what has to move out of memory and the commit log. */
enum SpaceLeft {
    SOME,
    NONE
}
