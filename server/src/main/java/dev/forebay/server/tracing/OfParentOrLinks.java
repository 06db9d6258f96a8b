package dev.forebay.server.tracing;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.List;

/**
 * Records what its parent or anything it is linked to is recorded of; of what has neither, a share.
 */
final class OfParentOrLinks implements Sampler {
    private static final double PERCENT = 100.0;

    private final Sampler ofParent;

    /** Of what has no parent and no link, so many percent. */
    OfParentOrLinks(int percent) {
        this.ofParent = Sampler.parentBased(Sampler.traceIdRatioBased(percent / PERCENT));
    }

    @Override
    public SamplingResult shouldSample(
            Context parent,
            String traceId,
            String name,
            SpanKind kind,
            Attributes attributes,
            List<LinkData> links) {
        return links.stream().anyMatch(link -> link.getSpanContext().isSampled())
                ? SamplingResult.recordAndSample()
                : ofParent.shouldSample(parent, traceId, name, kind, attributes, links);
    }

    @Override
    public String getDescription() {
        return "OfParentOrLinks{" + ofParent.getDescription() + "}";
    }
}
