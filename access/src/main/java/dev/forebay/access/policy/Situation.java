package dev.forebay.access.policy;

/**
 * What conditions can ask about.
 *
 * @param user who asks; empty when nobody was authenticated
 * @param address where from; empty when from within the server
 * @param encrypted whether through TLS
 * @param source ARN of the queue on whose behalf something happens (a dead letter, a redrive);
 *     empty for what a client asks itself
 */
public record Situation(String user, String address, boolean encrypted, String source) {
    /** The one account there is. */
    public static final String ACCOUNT = "000000000000";

    String principalArn() {
        return user.isEmpty() ? "" : userArn(user);
    }

    /** How policies name a user. */
    public static String userArn(String user) {
        return "arn:aws:iam::" + ACCOUNT + ":user/" + user;
    }
}
