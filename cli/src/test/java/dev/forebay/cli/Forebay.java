package dev.forebay.cli;

import org.junit.jupiter.api.extension.ExtendWith;

/** The shared server, for classes that run commands against it. */
@ExtendWith(RunningServer.Shared.class)
abstract class Forebay {
    @SuppressWarnings("NullAway.Init") // by the extension, before the first test
    static RunningServer server;

    /** Runs a command that must end well; gives what it printed. */
    static String run(String... arguments) {
        return server.run(arguments).expect(ExitCode.OK).data();
    }
}
