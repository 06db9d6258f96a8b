package dev.forebay.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What pages of other sites cannot do through a browser. */
class GuardsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST:9324",
                "queue.localhost:1",
                "127.0.0.1:9324",
                "127.1.2.3",
                "[::1]:9324"
            })
    void requests_for_this_machines_names_pass(String host) throws Exception {
        assertThat(status(new HostGuard(TestServer::echo), "Host: " + host)).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:9324",
                "127.0.0.1.evil.example",
                "localhost.evil.example",
                "10.0.0.1",
                "127.0.0"
            })
    void a_name_that_was_bound_to_this_machine_by_others_is_refused(String host) throws Exception {
        assertThat(status(new HostGuard(TestServer::echo), "Host: " + host)).isEqualTo(421);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Accept: */*",
                "Origin: http://localhost:9324",
                "Sec-Fetch-Site: same-origin",
                "Sec-Fetch-Site: none"
            })
    void requests_of_programs_and_of_own_pages_pass(String header) throws Exception {
        assertThat(status(new SiteGuard(TestServer::echo), "Host: localhost:9324\r\n" + header))
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Origin: http://evil.example",
                "Origin: null",
                "Origin: http://localhost:9325",
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: same-site"
            })
    void requests_that_a_page_of_another_site_sends_are_refused(String header) throws Exception {
        assertThat(status(new SiteGuard(TestServer::echo), "Host: localhost:9324\r\n" + header))
                .isEqualTo(403);
    }

    private static int status(HttpHandler guard, String headers) throws Exception {
        try (TestServer server = new TestServer(Limits.defaults(), guard);
                RawClient client = server.connect()) {
            return client.send("GET /a HTTP/1.1\r\n" + headers + "\r\n\r\n").answer().status();
        }
    }
}
