package dev.forebay.server.logs;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import dev.forebay.server.settings.Registry;
import dev.forebay.server.settings.Registry.LogFormat;
import dev.forebay.server.settings.Registry.LogLevel;
import dev.forebay.server.settings.Settings;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Sets up logging: one line an event on the error stream, as text or as JSON. */
public final class Logs {
    private Logs() {}

    /**
     * A line that was written.
     *
     * @param number rises by one with each
     * @param level such as {@code WARN}
     * @param text as {@code log.format: text} has it
     */
    public record Line(long number, String level, String text) {}

    /** The latest lines behind the one of a number, the oldest first. On any thread. */
    public static List<Line> recent(long after) {
        return LoggerFactory.getILoggerFactory() instanceof LoggerContext context
                        && root(context).getAppender(RecentLines.NAME) instanceof RecentLines lines
                ? lines.after(after)
                : List.of();
    }

    private static Logger root(LoggerContext context) {
        return context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    /** Does what the settings say, for all loggers there are and will be. */
    public static void apply(Settings settings) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            apply(context, settings.get(Registry.LOG_FORMAT), settings.get(Registry.LOG_LEVEL));
        }
    }

    static void apply(LoggerContext context, LogFormat format, LogLevel level) {
        Encoder<ILoggingEvent> encoder =
                switch (format) {
                    case TEXT -> new LineEncoder();
                    case JSON -> json();
                };
        encoder.setContext(context);
        encoder.start();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(encoder);
        appender.start();
        Logger root = root(context);
        RecentLines recent =
                root.getAppender(RecentLines.NAME) instanceof RecentLines kept
                        ? kept
                        : new RecentLines();
        root.detachAndStopAllAppenders();
        root.addAppender(appender);
        recent.setContext(context);
        recent.start();
        root.addAppender(recent);
        root.setLevel(Level.toLevel(level.name()));
        // Netty tells of its own inner choices at debug level, by the hundred.
        context.getLogger("io.netty").setLevel(quieter(level));
    }

    private static Level quieter(LogLevel level) {
        return level == LogLevel.DEBUG ? Level.INFO : Level.toLevel(level.name());
    }

    private static JsonEncoder json() {
        JsonEncoder encoder = new JsonEncoder();
        encoder.setWithSequenceNumber(false);
        encoder.setWithContext(false);
        encoder.setWithArguments(false);
        encoder.setWithMessage(false);
        encoder.setWithFormattedMessage(true);
        encoder.setWithNanoseconds(false);
        return encoder;
    }
}
