package dev.forebay.access;

/** What became of finding out who asks. */
public sealed interface Authentication {
    /** It is known who asks; or nobody said anything, and it is nobody in particular. */
    record Known(Principal principal, Standing standing) implements Authentication {}

    /** Whether what was brought is still good, for what goes on longer. Callable on any thread. */
    interface Standing {
        /** Of nobody in particular. */
        Standing ALWAYS = () -> true;

        boolean holds();
    }

    /**
     * What was brought proves nothing.
     *
     * @param text for the caller: the same whatever exactly was wrong
     */
    record Rejected(String text) implements Authentication {}
}
