package dev.forebay.server.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.forebay.server.api.ApiServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The console of a server with users: of the first, and of one who may see one queue. */
@ExtendWith(Browsing.Provider.class)
class ConsoleUsersTest {
    private static final String PASSWORD = "correct-horse-battery";

    private final Browsing browsing;
    private final ApiServer server;
    private final Page page;

    ConsoleUsersTest(Browsing browsing) throws Exception {
        this.browsing = browsing;
        server = new ApiServer();
        page = browsing.tab(server);
    }

    @AfterEach
    void close() throws Exception {
        page.context().close();
        server.close();
    }

    private static void press(Locator within, String button) {
        within.getByText(button, new Locator.GetByTextOptions().setExact(true)).click();
    }

    private Locator dialog() {
        return page.locator("dialog[open]");
    }

    private Locator signIn() {
        return page.locator("fb-sign-in dialog");
    }

    private void signIn(String user, String password) {
        signIn().getByLabel("User").fill(user);
        signIn().getByLabel("Password").fill(password);
        press(signIn(), "Sign in");
    }

    private void signOut() {
        page.locator("fb-header button", new Page.LocatorOptions().setHasText("sign out")).click();
        assertThat(signIn()).isVisible();
    }

    /** As the page itself does it, which has a session. */
    private void post(String path, String body) {
        page.evaluate(
                "async ([path, body]) => (await import('/console/js/api.js'))"
                        + ".post(path, JSON.parse(body))",
                List.of(path, body));
    }

    @Test
    void users_come_in_keep_their_drafts_and_see_what_is_theirs() {
        theFirstUserEndsTheOpenState();
        aDraftOutlivesTheSession();
        whatNeedsHimIsToldInFullWhereHeWants();
        whoMaySeeOneQueueSeesItsFiguresAlone();
        everybodySeesToHisOwn();
        assertThat(browsing.faults()).isEmpty();
    }

    private void theFirstUserEndsTheOpenState() {
        page.navigate("/#/access");
        press(page.locator("main"), "New user …");
        dialog().getByLabel("Name").fill("ann");
        dialog().getByLabel("Password").fill(PASSWORD);
        press(dialog(), "Add");
        assertThat(signIn()).isVisible();
        assertThat(Axe.objections(page, "body")).isEmpty();
        signIn("ann", "wrong-horse-battery");
        assertThat(signIn().locator("[role=alert]")).containsText("wrong");
        signIn("ann", PASSWORD);
        assertThat(page.locator("main")).containsText("You are ann");
        page.getByLabel("New key of ann").click();
        assertThat(dialog()).containsText("shown this once");
        assertThat(Axe.objections(page, "dialog[open]")).isEmpty();
        press(dialog(), "I have it");
        page.getByLabel("Revoke").click();
        press(dialog(), "Revoke");
        assertThat(page.getByLabel("Revoke")).hasCount(0);
    }

    private void aDraftOutlivesTheSession() {
        for (String name : List.of("mine", "theirs", "theirs-2", "theirs-3")) {
            post(
                    "v1/queues",
                    "{\"name\": \"%s\", \"settings\": {\"ageObjectiveMillis\": 1}}"
                            .formatted(name));
            post("v1/queues/" + name + "/messages", "{\"body\": 1}");
        }
        page.navigate("/#/queues/mine");
        press(page.locator("main"), "Send …");
        dialog().getByLabel("Body").fill("long thought of");
        page.context().clearCookies();
        press(dialog(), "Send 1 message");
        assertThat(signIn()).containsText("Your session has ended");
        assertThat(signIn().getByLabel("User")).hasValue("ann");
        assertThat(signIn().getByLabel("Password")).isFocused();
        signIn("ann", PASSWORD);
        assertThat(dialog().getByLabel("Body")).hasValue("long thought of");
        press(dialog(), "Send 1 message");
        assertThat(page.locator("fb-notice")).containsText("is on disk in mine");
    }

    private void whatNeedsHimIsToldInFullWhereHeWants() {
        page.navigate("/#/");
        assertThat(page.locator("main")).containsText("4 things need you");
        assertThat(page.locator(".needs li")).hasCount(3);
        press(page.locator("main"), "Show 1 more");
        assertThat(page.locator(".needs li")).hasCount(4);
    }

    private void whoMaySeeOneQueueSeesItsFiguresAlone() {
        post(
                "v1/users",
                "{\"name\": \"bob\", \"password\": \"%s\", \"grants\": [{\"queues\": \"mine\", \"rights\": [\"browse\"]}]}"
                        .formatted(PASSWORD));
        signOut();
        List<String> denied = new ArrayList<>();
        page.onResponse(answer -> {
            if (answer.status() == 403) {
                denied.add(answer.url());
            }
        });
        signIn("bob", PASSWORD);
        page.navigate("/#/");
        assertThat(page.locator("fb-header")).containsText("live");
        assertThat(page.locator(".needs")).containsText("mine");
        assertThat(page.locator(".figures dl", new Page.LocatorOptions().setHasText("Waiting")))
                .containsText("2");
        assertThat(page.locator("fb-basin")).hasCount(1);
        assertThat(page.locator("fb-rail")).containsText("2 messages kept safe");
        assertThat(page.locator("fb-shell")).not().containsText("theirs");
        assertThat(
                        page.evaluate(
                                "async () => 'sqsPerSecond' in (await import('/console/js/live.js')).live.history.columns"))
                .isEqualTo(false);
        page.navigate("/#/queues/mine");
        assertThat(page.locator("fb-basin")).containsText("mine");
        assertThat(page.locator("fb-snippets pre")).containsText("mine");
        page.reload();
        assertThat(page.locator("fb-header")).containsText("live");
        assertThat(denied).isEmpty();
        page.navigate("/#/queues/theirs");
        assertThat(page.locator("main")).containsText("An administrator can give you the right");
    }

    private void everybodySeesToHisOwn() {
        page.navigate("/#/access");
        page.getByLabel("New key of bob").click();
        press(dialog(), "I have it");
        assertThat(page.getByLabel("Revoke")).hasCount(1);
        press(page.locator("main"), "Change your password …");
        assertThat(Axe.objections(page, "dialog[open]")).isEmpty();
        dialog().getByLabel("Present").fill("no-such-horse-battery");
        dialog().getByLabel("New password").fill("another-horse-battery");
        press(dialog(), "Change");
        assertThat(dialog().locator("[role=alert]")).hasText("The present password is another.");
        dialog().getByLabel("Present").fill(PASSWORD);
        dialog().getByLabel("New password").fill("another-horse-battery");
        press(dialog(), "Change");
        assertThat(page.locator("fb-notice")).containsText("Your password is changed");
        assertThat(page.evaluate("async () => (await (await fetch('v1/session')).json()).user"))
                .isEqualTo("bob");
        signOut();
        signIn("bob", "another-horse-battery");
        assertThat(page.locator("main")).containsText("You are bob");
    }
}
