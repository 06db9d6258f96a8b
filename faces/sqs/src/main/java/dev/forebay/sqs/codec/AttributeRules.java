package dev.forebay.sqs.codec;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What message attributes may look like (developer guide, "message metadata"). */
final class AttributeRules {
    /** Most attributes on one message. */
    static final int MAX_ATTRIBUTES = 10;

    private static final int MAX_NAME = 256;
    private static final int MAX_TYPE = 256;
    private static final int MAX_NUMBER_DIGITS = 126 + 40;
    private static final List<String> BASE_TYPES = List.of("String", "Number", "Binary");

    private AttributeRules() {}

    /** Checks one attribute as a client gave it. */
    static MessageAttribute attribute(
            String name, @Nullable String type, @Nullable String text, byte @Nullable [] binary) {
        checkName(name);
        if (type == null || type.isEmpty()) {
            throw refused("The message attribute '" + name + "' must contain a non-empty type.");
        }
        String base = baseType(name, type);
        if (base.equals("Binary")) {
            if (binary == null || binary.length == 0) {
                throw empty(name, "binary");
            }
            return new MessageAttribute(name, type, binary);
        }
        if (text == null || text.isEmpty()) {
            throw empty(name, "string");
        }
        if (!Utf8.isXmlText(text)) {
            throw new SqsFailure(
                    SqsError.INVALID_MESSAGE_CONTENTS,
                    "The value of message attribute '"
                            + name
                            + "' has characters outside XML 1.0.");
        }
        if (base.equals("Number")) {
            checkNumber(name, text);
        }
        return new MessageAttribute(name, type, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void checkName(String name) {
        boolean wellFormed = !name.isEmpty() && name.length() <= MAX_NAME;
        for (int i = 0; wellFormed && i < name.length(); i++) {
            wellFormed = isNameCharacter(name.charAt(i));
        }
        if (!wellFormed || name.startsWith(".") || name.endsWith(".") || name.contains("..")) {
            throw refused(
                    "The message attribute name '"
                            + (name.length() > MAX_NAME ? name.substring(0, MAX_NAME) : name)
                            + "' is invalid. Names have 1 to 256 letters, digits, '_', '-' and '.',"
                            + " with no '.' at either end or twice in a row.");
        }
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.startsWith("aws.") || lower.startsWith("amazon.")) {
            throw refused(
                    "The message attribute name '" + name + "' begins with a reserved prefix.");
        }
    }

    private static boolean isNameCharacter(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '_'
                || c == '-'
                || c == '.';
    }

    private static String baseType(String name, String type) {
        int dot = type.indexOf('.');
        String base = dot < 0 ? type : type.substring(0, dot);
        boolean printable = type.chars().allMatch(c -> c > ' ' && c < 0x7f);
        if (!BASE_TYPES.contains(base)
                || type.length() > MAX_TYPE
                || !printable
                || dot == type.length() - 1) {
            throw refused(
                    "The message attribute '"
                            + name
                            + "' has an invalid message attribute type, the set of supported type"
                            + " prefixes is Binary, Number, and String.");
        }
        return base;
    }

    private static void checkNumber(String name, String text) {
        int digits = 0;
        int at = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
        boolean point = false;
        boolean wellFormed = text.length() <= MAX_NUMBER_DIGITS;
        for (; wellFormed && at < text.length(); at++) {
            char c = text.charAt(at);
            if (c >= '0' && c <= '9') {
                digits++;
            } else if (c == '.' && !point) {
                point = true;
            } else {
                break;
            }
        }
        if (!wellFormed || digits == 0 || !isExponent(text, at)) {
            throw refused(
                    "Can't cast the value of message (user) attribute '" + name + "' to a number.");
        }
    }

    private static boolean isExponent(String text, int from) {
        if (from == text.length()) {
            return true;
        }
        int at = from + 1;
        if (text.charAt(from) != 'e' && text.charAt(from) != 'E') {
            return false;
        }
        if (at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
            at++;
        }
        boolean digits = at < text.length();
        for (; at < text.length(); at++) {
            digits &= text.charAt(at) >= '0' && text.charAt(at) <= '9';
        }
        return digits;
    }

    private static SqsFailure empty(String name, String kind) {
        return refused(
                "The message attribute '"
                        + name
                        + "' must contain a non-empty "
                        + kind
                        + " value.");
    }

    private static SqsFailure refused(String text) {
        return new SqsFailure(SqsError.INVALID_PARAMETER_VALUE, text);
    }
}
