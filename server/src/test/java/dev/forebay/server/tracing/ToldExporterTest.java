package dev.forebay.server.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ToldExporterTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(ToldExporter.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private CompletableResultCode answer = CompletableResultCode.ofSuccess();

    private final ToldExporter exporter =
            new ToldExporter(
                    new SpanExporter() {
                        @Override
                        public CompletableResultCode export(Collection<SpanData> spans) {
                            return answer;
                        }

                        @Override
                        public CompletableResultCode flush() {
                            return CompletableResultCode.ofSuccess();
                        }

                        @Override
                        public CompletableResultCode shutdown() {
                            return CompletableResultCode.ofSuccess();
                        }
                    });

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(log);
    }

    @Test
    void trouble_is_told_once_and_so_is_its_end() {
        export(CompletableResultCode.ofSuccess());
        export(CompletableResultCode.ofExceptionalFailure(new IOException("refused")));
        export(CompletableResultCode.ofExceptionalFailure(new IOException("refused")));
        export(CompletableResultCode.ofSuccess());
        export(CompletableResultCode.ofSuccess());

        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "traces cannot be exported to otel.endpoint and are lost:"
                                + " java.io.IOException: refused",
                        "traces are exported again");
    }

    private void export(CompletableResultCode how) {
        answer = how;
        assertThat(exporter.export(List.of())).isSameAs(how);
    }
}
