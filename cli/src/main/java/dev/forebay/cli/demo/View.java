package dev.forebay.cli.demo;

/** Shows the story to people. Called by one thread. */
interface View {
    void act(double seconds, Act act);

    void event(double seconds, String event);

    void moment(Moment moment);

    /** Leaves the terminal as it was found, ready for the account. */
    void end();
}
