package dev.forebay.http;

/** What a listener reports for metrics. Called on event loops; must be cheap and thread-safe. */
public interface HttpEvents {
    /** A connection was accepted. */
    void opened();

    /** An accepted connection ended. */
    void closed();

    /** A connection was refused because the most are open. */
    void connectionRefused();

    /** A whole request was handed to its handler. */
    void request();

    /** A request was refused by the listener itself. */
    void rejected(Rejection rejection);

    /** An exception reached the top: a defect. It has been logged and its connection closed. */
    void fault();

    /** Counts nothing. */
    HttpEvents NONE =
            new HttpEvents() {
                @Override
                public void opened() {}

                @Override
                public void closed() {}

                @Override
                public void connectionRefused() {}

                @Override
                public void request() {}

                @Override
                public void rejected(Rejection rejection) {}

                @Override
                public void fault() {}
            };
}
