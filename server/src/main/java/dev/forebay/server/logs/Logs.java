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
import org.slf4j.LoggerFactory;

/** Sets up logging: one line an event on the error stream, as text or as JSON. */
public final class Logs {
    private Logs() {}

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
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        root.addAppender(appender);
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
