package dev.forebay.amqp.management;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file in a form as browsers send it (multipart/form-data, RFC 7578): the part named {@code
 * file}. Takes time linear in the form's length.
 */
final class UploadedFile {
    private static final String FORM = "multipart/form-data";
    private static final String LINE = "\r\n";
    private static final int LONGEST_HEAD = 8 << 10;
    private static final Pattern BOUNDARY =
            Pattern.compile(";\\s*boundary=\"?([^\";]{1,70})", Pattern.CASE_INSENSITIVE);
    private static final Pattern NAMED_FILE =
            Pattern.compile(
                    "^content-disposition:[^\r\n]*;\\s*name=\"?file\"?\\s*(?:;|$)",
                    Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

    private UploadedFile() {}

    static boolean isForm(String contentType) {
        return contentType.regionMatches(true, 0, FORM, 0, FORM.length());
    }

    /**
     * Finds it.
     *
     * @throws ApiError 400 when it is not there
     */
    static byte[] in(byte[] form, String contentType) {
        // A char a byte, whatever they mean.
        String text = LINE + new String(form, StandardCharsets.ISO_8859_1);
        String delimiter = LINE + "--" + boundary(contentType);
        int at = text.indexOf(delimiter);
        while (at >= 0) {
            int begin = at + delimiter.length();
            int end = text.indexOf(delimiter, begin);
            String part = text.substring(begin, Math.max(begin, end));
            int head = part.indexOf(LINE + LINE);
            if (head >= 0 && isFile(part.substring(0, head))) {
                return part.substring(head + 2 * LINE.length())
                        .getBytes(StandardCharsets.ISO_8859_1);
            }
            at = end;
        }
        throw ApiError.badRequest("the form has no file");
    }

    private static String boundary(String contentType) {
        Matcher found = BOUNDARY.matcher(contentType);
        if (!found.find()) {
            throw ApiError.badRequest("the form has no boundary");
        }
        return found.group(1).strip();
    }

    private static boolean isFile(String head) {
        return head.length() <= LONGEST_HEAD && NAMED_FILE.matcher(head).find();
    }
}
