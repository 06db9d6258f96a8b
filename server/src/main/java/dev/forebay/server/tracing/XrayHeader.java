package dev.forebay.server.tracing;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tracing header of AWS X-Ray, which SQS carries as AWSTraceHeader. Pure. */
final class XrayHeader {
    private static final Pattern ROOT = Pattern.compile("Root=1-([0-9a-f]{8})-([0-9a-f]{24})");
    private static final Pattern PARENT = Pattern.compile("Parent=([0-9a-f]{16})");
    private static final Pattern SAMPLED = Pattern.compile("Sampled=1");

    private XrayHeader() {}

    /** The same in W3C's words; an invalid context where it does not name trace and span. */
    static SpanContext read(String text) {
        Matcher root = ROOT.matcher(text);
        Matcher parent = PARENT.matcher(text);
        if (!root.find() || !parent.find()) {
            return SpanContext.getInvalid();
        }
        return SpanContext.createFromRemoteParent(
                root.group(1) + root.group(2),
                parent.group(1),
                SAMPLED.matcher(text).find() ? TraceFlags.getSampled() : TraceFlags.getDefault(),
                TraceState.getDefault());
    }
}
