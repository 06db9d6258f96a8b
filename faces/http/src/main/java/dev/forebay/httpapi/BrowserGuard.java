package dev.forebay.httpapi;

import dev.forebay.http.HostGuard;
import dev.forebay.http.HttpExchange;
import dev.forebay.http.SiteGuard;
import dev.forebay.httpapi.codec.ApiFailure;
import dev.forebay.httpapi.codec.ProblemType;

/**
 * Keeps pages of other sites, open in a browser on this machine, from using the API: by the Host
 * header where a name was rebound to a loopback address, by Origin and Sec-Fetch-Site where a page
 * sends requests across sites. No answer ever allows another origin to read it.
 */
public final class BrowserGuard {
    /** Which names a request may give in its Host header. */
    public enum Hosts {
        /** Those of this machine alone, since nobody else can reach the port. */
        LOOPBACK,
        /** Any. */
        ANY
    }

    private final Hosts hosts;

    public BrowserGuard(Hosts hosts) {
        this.hosts = hosts;
    }

    /**
     * Lets a request pass.
     *
     * @throws ApiFailure when a browser may have been talked into it
     */
    void check(HttpExchange exchange, Route route) {
        if (hosts == Hosts.LOOPBACK && !HostGuard.isThisMachine(exchange.host())) {
            throw new ApiFailure(
                    ProblemType.WRONG_HOST,
                    "This server listens on this machine only and answers to localhost, 127.0.0.1"
                            + " and [::1], not to the Host header's name. Use one of these, or set"
                            + " bind.");
        }
        if (route.writes() && !SiteGuard.isOwn(exchange)) {
            throw new ApiFailure(
                    ProblemType.CROSS_SITE,
                    "A page of another site may not change or receive anything here. Pages of this"
                            + " server and programs may.");
        }
    }
}
