package dev.forebay.cli.sqs;

import java.net.URI;
import java.net.http.HttpRequest;

/** Says whose a request is. */
public interface RequestSigner {
    /** For servers without users. */
    RequestSigner NOBODY = (_, _, _, _) -> {};

    /**
     * Adds what proves it.
     *
     * @param target what X-Amz-Target says
     */
    void sign(HttpRequest.Builder request, URI server, String target, byte[] body);
}
