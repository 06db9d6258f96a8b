package dev.forebay.sqs.codec;

import dev.forebay.sqs.codec.SqsRequest.Flaw;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The attributes of one message while they are read, with the first thing wrong among them. */
final class AttributeDraft {
    private List<MessageAttribute> attributes = List.of();
    private @Nullable Flaw flaw;

    void add(String name, @Nullable String type, @Nullable String text, byte @Nullable [] binary) {
        try {
            MessageAttribute attribute = AttributeRules.attribute(name, type, text, binary);
            if (attributes.isEmpty()) {
                attributes = new ArrayList<>();
            }
            attributes.add(attribute);
        } catch (SqsFailure failure) {
            flaw = flaw == null ? new Flaw(failure.error(), failure.text()) : flaw;
        }
    }

    List<MessageAttribute> attributes() {
        return attributes;
    }

    /** The flaw of the first draft that has one. */
    static @Nullable Flaw flaw(AttributeDraft first, AttributeDraft second) {
        return first.flaw == null ? second.flaw : first.flaw;
    }
}
