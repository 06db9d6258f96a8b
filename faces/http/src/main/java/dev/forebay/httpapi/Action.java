package dev.forebay.httpapi;

/** Performs one route. Called on the connection's event loop. */
interface Action {
    /**
     * Decodes the body and sees to it that the call is answered.
     *
     * @param body holds the request's body from index 0; not to be kept
     * @throws dev.forebay.httpapi.codec.ApiFailure which becomes the answer
     */
    void perform(Call call, byte[] body, int length);
}
