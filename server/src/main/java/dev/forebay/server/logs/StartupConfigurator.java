package dev.forebay.server.logs;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;
import dev.forebay.server.settings.Registry.LogFormat;
import dev.forebay.server.settings.Registry.LogLevel;

/**
 * Found by Logback as a service when the first logger is asked for. Keeps it from looking for XML
 * files; {@link Logs} then sets what the settings say.
 */
public final class StartupConfigurator extends ContextAwareBase implements Configurator {
    @Override
    public ExecutionStatus configure(LoggerContext context) {
        Logs.apply(context, LogFormat.TEXT, LogLevel.INFO);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
