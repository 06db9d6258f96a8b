package dev.forebay.server.process;

import dev.forebay.http.Limits;
import dev.forebay.server.settings.Registry;
import dev.forebay.server.settings.Settings;

/** The listener's limits as the settings say. */
final class ListenerLimits {
    private ListenerLimits() {}

    static Limits of(Settings settings) {
        Limits standard = Limits.defaults();
        return new Limits(
                settings.get(Registry.HTTP_MAX_CONNECTIONS),
                settings.get(Registry.HTTP_MAX_IN_FLIGHT),
                standard.maxLineBytes(),
                standard.maxHeadBytes(),
                standard.maxHeaders(),
                Math.toIntExact(settings.get(Registry.HTTP_MAX_BODY)),
                standard.maxPipelined(),
                standard.head(),
                standard.body(),
                settings.get(Registry.HTTP_IDLE_TIMEOUT),
                standard.unread());
    }
}
