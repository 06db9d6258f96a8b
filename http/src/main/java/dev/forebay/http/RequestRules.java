package dev.forebay.http;

import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpContentException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.AsciiString;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Judges a request's head beyond what the decoder does: nothing passes that another HTTP
 * implementation might frame or route in another way (RFC 9112 §3.2, §6; RFC 9110 §10.1.1).
 */
final class RequestRules {
    private static final String IDENTITY = "identity";

    /** Fits a long, whatever the digits. */
    private static final int MAX_LENGTH_DIGITS = 18;

    private final Limits limits;

    RequestRules(Limits limits) {
        this.limits = limits;
    }

    /** Why the head is refused, or null. The declared length is {@link #judgeSize}'s. */
    @Nullable Rejection judge(HttpRequest request) {
        if (request.decoderResult().isFailure()) {
            return broken(request.decoderResult().cause());
        }
        HttpHeaders headers = request.headers();
        HttpVersion version = request.protocolVersion();
        if (!HttpVersion.HTTP_1_1.equals(version)) {
            if (!HttpVersion.HTTP_1_0.equals(version)) {
                return Rejection.VERSION;
            }
            if (headers.contains(HttpHeaderNames.TRANSFER_ENCODING)) {
                return Rejection.AMBIGUOUS_LENGTH;
            }
        }
        if (headers.size() > limits.maxHeaders()) {
            return Rejection.HEAD_TOO_LARGE;
        }
        if (!hasOneHost(request)) {
            return Rejection.NO_HOST;
        }
        if (isForProxies(request.method())) {
            return Rejection.METHOD;
        }
        if (!isPlainTarget(request.uri())) {
            return Rejection.MALFORMED;
        }
        return judgeBody(headers);
    }

    /**
     * True when the connection ends after the request. A request of HTTP/1.0 with a body is always
     * the last: the decoder takes the first of several lengths there, and another reader might not.
     */
    static boolean endsConnection(HttpRequest request) {
        return !HttpUtil.isKeepAlive(request)
                || (HttpVersion.HTTP_1_0.equals(request.protocolVersion())
                        && request.headers().contains(HttpHeaderNames.CONTENT_LENGTH));
    }

    /** What a decoder's exception means. */
    static Rejection broken(@Nullable Throwable cause) {
        return switch (cause) {
            case TooLongHttpLineException _ -> Rejection.LINE_TOO_LONG;
            case TooLongHttpContentException _ -> Rejection.BODY_TOO_LARGE;
            case TooLongFrameException _ -> Rejection.HEAD_TOO_LARGE;
            case AmbiguousLength _ -> Rejection.AMBIGUOUS_LENGTH;
            case null, default -> Rejection.MALFORMED;
        };
    }

    /** Whether a body that is to be gathered is too large by its own word; else null. */
    @Nullable Rejection judgeSize(HttpRequest request) {
        String length = request.headers().get(HttpHeaderNames.CONTENT_LENGTH);
        if (length == null) {
            return null;
        }
        // Its digits were judged before.
        return length.length() > MAX_LENGTH_DIGITS || Long.parseLong(length) > limits.maxBodyBytes()
                ? Rejection.BODY_TOO_LARGE
                : null;
    }

    private @Nullable Rejection judgeBody(HttpHeaders headers) {
        String length = headers.get(HttpHeaderNames.CONTENT_LENGTH);
        String coding = headers.get(HttpHeaderNames.TRANSFER_ENCODING);
        if (coding != null) {
            if (length != null || isRepeated(headers, HttpHeaderNames.TRANSFER_ENCODING)) {
                return Rejection.AMBIGUOUS_LENGTH;
            }
            if (!coding.equalsIgnoreCase("chunked")) {
                return Rejection.TRANSFER_CODING;
            }
        }
        if (length != null) {
            Rejection rejection =
                    isRepeated(headers, HttpHeaderNames.CONTENT_LENGTH)
                            ? Rejection.AMBIGUOUS_LENGTH
                            : judgeLength(length);
            if (rejection != null) {
                return rejection;
            }
        }
        String contentCoding = headers.get(HttpHeaderNames.CONTENT_ENCODING);
        if (contentCoding != null && !contentCoding.equalsIgnoreCase(IDENTITY)) {
            return Rejection.CONTENT_CODING;
        }
        String expect = headers.get(HttpHeaderNames.EXPECT);
        return expect == null || expect.equalsIgnoreCase("100-continue")
                ? null
                : Rejection.UNKNOWN_EXPECTATION;
    }

    private static @Nullable Rejection judgeLength(String length) {
        if (length.isEmpty()) {
            return Rejection.AMBIGUOUS_LENGTH;
        }
        for (int i = 0; i < length.length(); i++) {
            char digit = length.charAt(i);
            if (digit < '0' || digit > '9') {
                return Rejection.AMBIGUOUS_LENGTH;
            }
        }
        return null;
    }

    private static boolean isRepeated(HttpHeaders headers, AsciiString name) {
        Iterator<? extends CharSequence> values = headers.valueCharSequenceIterator(name);
        values.next();
        return values.hasNext();
    }

    /** A 200 to a CONNECT would say that a tunnel is open; a TRACE gives headers back. */
    private static boolean isForProxies(HttpMethod method) {
        return HttpMethod.CONNECT.equals(method) || HttpMethod.TRACE.equals(method);
    }

    private static boolean hasOneHost(HttpRequest request) {
        Iterator<? extends CharSequence> hosts =
                request.headers().valueCharSequenceIterator(HttpHeaderNames.HOST);
        if (!hosts.hasNext()) {
            return HttpVersion.HTTP_1_0.equals(request.protocolVersion());
        }
        CharSequence host = hosts.next();
        return !hosts.hasNext() && isHost(host);
    }

    private static boolean isHost(CharSequence host) {
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            boolean allowed =
                    (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '0' && c <= '9')
                            || "-._~:[]%".indexOf(c) >= 0;
            if (!allowed) {
                return false;
            }
        }
        return host.length() > 0;
    }

    private static boolean isPlainTarget(String uri) {
        for (int i = 0; i < uri.length(); i++) {
            char c = uri.charAt(i);
            if (c <= ' ' || c >= 0x7f) {
                return false;
            }
        }
        return !uri.isEmpty();
    }

    /** Both a length and a transfer coding, found by the decoder. */
    static final class AmbiguousLength extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        AmbiguousLength() {
            super("Content-Length beside Transfer-Encoding");
        }
    }
}
