package dev.forebay.sqs;

import dev.forebay.sqs.codec.SqsError;
import dev.forebay.sqs.codec.SqsFailure;
import dev.forebay.sqs.codec.Utf8;
import java.util.Locale;
import java.util.Map;

/** Limits of cost allocation tags. */
final class TagRules {
    private static final int MOST = 50;
    private static final int MAX_KEY = 128;
    private static final int MAX_VALUE = 256;

    private TagRules() {}

    static void check(Map<String, String> tags) {
        if (tags.size() > MOST) {
            throw refused("Too many tags added for queue: at most " + MOST + " are allowed.");
        }
        tags.forEach(TagRules::check);
    }

    private static void check(String key, String value) {
        if (key.isEmpty() || key.length() > MAX_KEY) {
            throw refused("Tag keys have 1 to " + MAX_KEY + " characters.");
        }
        if (key.toLowerCase(Locale.ROOT).startsWith("aws:")) {
            throw refused("Tag keys that begin with aws: are reserved.");
        }
        if (!Utf8.isXmlText(key) || !Utf8.isXmlText(value)) {
            throw refused("Tags hold only characters of XML 1.0.");
        }
        if (value.length() > MAX_VALUE) {
            throw refused("Tag values have at most " + MAX_VALUE + " characters.");
        }
    }

    private static SqsFailure refused(String text) {
        return new SqsFailure(SqsError.INVALID_PARAMETER_VALUE, text);
    }
}
