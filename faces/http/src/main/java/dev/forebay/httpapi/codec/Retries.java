package dev.forebay.httpapi.codec;

import dev.forebay.engine.RetryRule;
import dev.forebay.engine.RetryText;

/** Retry rules as clients write them. */
final class Retries {
    private Retries() {}

    static RetryRule read(String member, String text) {
        return RetryText.parse(text).orElseThrow(() -> ApiFailure.invalid(member, RetryText.FORM));
    }
}
