package dev.forebay.access.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forebay.access.Operation;
import dev.forebay.access.policy.QueuePolicy.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyReaderTest {
    private static final Situation ANN = new Situation("ann", "10.1.2.3", false, "");
    private static final Situation NOBODY = new Situation("", "10.1.2.3", false, "");

    private static String statement(String members) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[{" + members.replace('\'', '"') + "}]}";
    }

    private static String allow(String more) {
        return statement(
                "'Effect':'Allow','Principal':'*','Action':'sqs:SendMessage','Resource':'*'"
                        + more);
    }

    private static QueuePolicy read(String json) throws PolicyRefused {
        return PolicyReader.read(json, "orders");
    }

    private static Verdict verdict(String condition, Situation situation) throws PolicyRefused {
        return read(allow(",'Condition':{" + condition + "}")).verdict(Operation.SEND, situation);
    }

    @Test
    void allows_what_it_names_and_is_silent_about_the_rest() throws Exception {
        QueuePolicy policy =
                read(
                        statement(
                                "'Sid':'s','Effect':'Allow','Principal':{'AWS':['arn:aws:iam::000000000000:user/ann']},"
                                        + "'Action':['SQS:Send*','sqs:DeleteMessageBatch'],"
                                        + "'Resource':'arn:aws:sqs:us-east-1:000000000000:ord*'"));

        assertThat(policy.verdict(Operation.SEND, ANN)).isEqualTo(Verdict.ALLOW);
        assertThat(policy.verdict(Operation.SETTLE, ANN)).isEqualTo(Verdict.ALLOW);
        assertThat(policy.verdict(Operation.RECEIVE, ANN)).isEqualTo(Verdict.SILENT);
        assertThat(policy.verdict(Operation.SEND, NOBODY)).isEqualTo(Verdict.SILENT);
        assertThat(policy.verdict(Operation.SEND, new Situation("bob", "", false, "")))
                .isEqualTo(Verdict.SILENT);
    }

    @Test
    void a_denial_outweighs_what_allows() throws Exception {
        QueuePolicy policy =
                read(
                        "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"sqs:*\",\"Resource\":\"*\"},"
                                + "{\"Effect\":\"Deny\",\"Principal\":{\"AWS\":\"*\"},\"Action\":\"sqs:PurgeQueue\",\"Resource\":\"*\"}]}");

        assertThat(policy.verdict(Operation.PURGE, ANN)).isEqualTo(Verdict.DENY);
        assertThat(policy.verdict(Operation.BROWSE, NOBODY)).isEqualTo(Verdict.ALLOW);
    }

    @Test
    void the_account_means_its_users_and_no_strangers() throws Exception {
        for (String account : List.of("000000000000", "arn:aws:iam::000000000000:root")) {
            QueuePolicy policy =
                    read(
                            statement(
                                    "'Effect':'Allow','Principal':{'AWS':'"
                                            + account
                                            + "'},'Action':'*','Resource':'*'"));
            assertThat(policy.verdict(Operation.SEND, ANN)).isEqualTo(Verdict.ALLOW);
            assertThat(policy.verdict(Operation.SEND, NOBODY)).isEqualTo(Verdict.SILENT);
        }
    }

    @Test
    void conditions_must_all_hold() throws Exception {
        Situation from = new Situation("", "", false, "arn:aws:sqs:x:000000000000:a");
        String arn = "'ArnEquals':{'aws:SourceArn':'arn:aws:sqs:*:000000000000:a'}";
        assertThat(verdict(arn, from)).isEqualTo(Verdict.ALLOW);
        assertThat(verdict(arn, ANN)).isEqualTo(Verdict.SILENT);
        assertThat(verdict("'IpAddress':{'aws:SourceIp':['10.0.0.0/8','::1']}", ANN))
                .isEqualTo(Verdict.ALLOW);
        assertThat(verdict("'IpAddress':{'aws:SourceIp':'10.1.2.4/31'}", ANN))
                .isEqualTo(Verdict.SILENT);
        assertThat(verdict("'NotIpAddress':{'aws:SourceIp':'10.1.2.3'}", ANN))
                .isEqualTo(Verdict.SILENT);
        assertThat(verdict("'Bool':{'aws:SecureTransport':'true'}", ANN)).isEqualTo(Verdict.SILENT);
        assertThat(verdict("'Bool':{'aws:SecureTransport':false}", ANN)).isEqualTo(Verdict.ALLOW);
        assertThat(
                        verdict(
                                "'StringLike':{'aws:username':'a*'},'StringNotEquals':{'aws:username':'al'}",
                                ANN))
                .isEqualTo(Verdict.ALLOW);
        assertThat(verdict("'StringEquals':{'AWS:username':['bob','ann']}", NOBODY))
                .isEqualTo(Verdict.SILENT);
        assertThat(verdict("'ArnLike':{'aws:PrincipalArn':'arn:aws:iam::*:user/a*'}", ANN))
                .isEqualTo(Verdict.ALLOW);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{                                                             | not readable as JSON",
                "[]                                                            | must be a JSON object",
                "{\"Version\":\"2012-10-17\"}                                  | lacks Statement",
                "{\"Version\":\"2020-01-01\",\"Statement\":[]}                 | Version must be",
                "{\"Statement\":[],\"Extra\":1}                                | \"Extra\" of the policy",
                "{\"Statement\":[\"x\"]}                                       | statement 1 must be an object"
            })
    void says_what_is_wrong_with_the_whole(String json, String text) {
        assertRefused(json, text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'Principal':'*','Action':'*','Resource':'*'                                       | lacks Effect",
                "'Effect':'allow','Principal':'*','Action':'*','Resource':'*'                      | must be Allow or Deny",
                "'Effect':'Allow','NotPrincipal':'*','Action':'*','Resource':'*'                   | \"NotPrincipal\" of statement 1 is not supported",
                "'Effect':'Allow','Principal':'*','NotAction':'*','Resource':'*'                   | \"NotAction\"",
                "'Effect':'Allow','Principal':'*','Action':'*'                                     | lacks Resource",
                "'Effect':'Allow','Principal':{'Service':'sns.amazonaws.com'},'Action':'*','Resource':'*' | no services",
                "'Effect':'Allow','Principal':{'AWS':'ann'},'Action':'*','Resource':'*'            | Principal \"ann\"",
                "'Effect':'Allow','Principal':'*','Action':'sqs:Fly','Resource':'*'                | Action \"sqs:Fly\"",
                "'Effect':'Allow','Principal':'*','Action':'s3:GetObject','Resource':'*'           | Action \"s3:GetObject\"",
                "'Effect':'Allow','Principal':'*','Action':[],'Resource':'*'                       | must not be empty",
                "'Effect':'Allow','Principal':'*','Action':'*','Resource':'arn:aws:sqs:x:000000000000:bills' | ARN of this queue",
                "'Effect':'Allow','Principal':'*','Action':'*','Resource':'*','Condition':{'DateLessThan':{'aws:CurrentTime':'x'}} | Condition \"DateLessThan\"",
                "'Effect':'Allow','Principal':'*','Action':'*','Resource':'*','Condition':{'StringEquals':{'aws:PrincipalOrgID':'x'}} | Condition key",
                "'Effect':'Allow','Principal':'*','Action':'*','Resource':'*','Condition':{'IpAddress':{'aws:SourceIp':'home'}} | no address range",
                "'Effect':'Allow','Principal':'*','Action':'*','Resource':'*','Condition':{'StringEquals':{'aws:SourceIp':'10.0.0.1'}} | belong together",
                "'Effect':'Allow','Principal':'*','Action':'*','Resource':'*','Condition':{'Bool':{'aws:username':'true'}} | belong together"
            })
    void refuses_what_it_would_not_enforce(String members, String text) {
        assertRefused(statement(members), text);
    }

    private static void assertRefused(String json, String text) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOfSatisfying(
                        PolicyRefused.class, refused -> assertThat(refused.text()).contains(text));
    }

    @Test
    void a_name_that_ends_in_batch_does_not_open_everything() {
        assertRefused(
                statement("'Effect':'Allow','Principal':'*','Action':'sqs:*Batch','Resource':'*'"),
                "Action \"sqs:*Batch\"");
    }

    @Test
    void statements_are_added_and_removed_by_their_name() throws Exception {
        String one =
                PolicyText.with(
                                "",
                                "first",
                                List.of("arn:aws:iam::000000000000:root"),
                                List.of("SQS:SendMessage"),
                                "arn:aws:sqs:us-east-1:000000000000:orders")
                        .orElseThrow();
        assertThat(read(one).verdict(Operation.SEND, ANN)).isEqualTo(Verdict.ALLOW);
        assertThat(PolicyText.with(one, "first", List.of("*"), List.of("*"), "*")).isEmpty();
        String two =
                PolicyText.with(one, "second", List.of("*"), List.of("SQS:PurgeQueue"), "*")
                        .orElseThrow();
        assertThat(read(two).statements()).hasSize(2);
        String less = PolicyText.without(two, "first").orElseThrow();
        assertThat(read(less).statements()).hasSize(1);
        assertThat(PolicyText.without(less, "first")).isEmpty();
        assertThat(PolicyText.without(less, "second")).contains("");
    }
}
