package dev.forebay.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Query format, as older SDKs and people with curl speak it. */
class QueryFaceTest {
    private FaceServer server;
    private Http http;

    @BeforeEach
    void start() throws Exception {
        server = FaceServer.plain();
        http = new Http(server.url());
        http.form("/", "Action", "CreateQueue", "QueueName", "q");
    }

    @AfterEach
    void stop() {
        http.close();
        server.close();
    }

    /**
     * Texts of all elements of the name, in the order of the document, which must be well-formed.
     */
    private static List<String> texts(HttpResponse<String> response, String element)
            throws Exception {
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/xml");
        assertThat(response.headers().firstValue("x-amzn-RequestId")).isPresent();
        XMLStreamReader xml =
                XMLInputFactory.newDefaultFactory()
                        .createXMLStreamReader(new StringReader(response.body()));
        List<String> texts = new ArrayList<>();
        while (xml.hasNext()) {
            if (xml.next() == XMLStreamReader.START_ELEMENT && xml.getLocalName().equals(element)) {
                texts.add(xml.getElementText());
            }
        }
        return texts;
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/queue/q", "/000000000000/q", "/123456789012/q"})
    void a_queue_is_found_by_any_path_that_clients_use(String path) throws Exception {
        String url = "http://elsewhere:1/000000000000/q";
        HttpResponse<String> sent =
                path.equals("/")
                        ? http.form(
                                path, "Action", "SendMessage", "MessageBody", "hi", "QueueUrl", url)
                        : http.form(path, "Action", "SendMessage", "MessageBody", "hi");
        assertThat(texts(sent, "MD5OfMessageBody"))
                .containsExactly("49f68a5c8493ec2c0bf489821c21fc3b");
        assertThat(texts(sent, "RequestId")).hasSize(1);
    }

    @Test
    void a_message_survives_escaping() throws Exception {
        String body = "<a b=\"c\">&amp;'\r\n\tü🚀]]></a>";
        http.form("/queue/q", "Action", "SendMessage", "MessageBody", body);
        HttpResponse<String> received =
                http.get("/queue/q", "Action", "ReceiveMessage", "AttributeName.1", "All");

        assertThat(texts(received, "Body")).containsExactly(body);
        assertThat(texts(received, "Name"))
                .contains("SenderId", "SentTimestamp", "ApproximateReceiveCount");
        String handle = texts(received, "ReceiptHandle").getFirst();
        assertThat(http.form("/queue/q", "Action", "DeleteMessage", "ReceiptHandle", handle))
                .returns(200, HttpResponse::statusCode);
    }

    @Test
    void message_attributes_go_through() throws Exception {
        http.form(
                "/queue/q",
                "Action",
                "SendMessage",
                "MessageBody",
                "x",
                "MessageAttribute.1.Name",
                "n",
                "MessageAttribute.1.Value.DataType",
                "Binary",
                "MessageAttribute.1.Value.BinaryValue",
                "AQID");
        HttpResponse<String> received =
                http.form("/queue/q", "Action", "ReceiveMessage", "MessageAttributeName.1", "n");
        assertThat(texts(received, "BinaryValue")).containsExactly("AQID");
        assertThat(texts(received, "DataType")).containsExactly("Binary");
    }

    @Test
    void an_error_is_readable_xml_whatever_the_request_held() throws Exception {
        for (String control : List.of("\u0000", "\u0001<", "\u001f", "\ufffe", "\uffff")) {
            for (String[] request :
                    new String[][] {
                        {"Action", "Send" + control},
                        {"Action", "PurgeQueue", "QueueUrl", "http://x/queue/" + control},
                        {
                            "Action", "GetQueueAttributes",
                            "QueueUrl", "/queue/q",
                            "AttributeName.1", control
                        },
                        {
                            "Action", "SendMessage",
                            "QueueUrl", "/queue/q",
                            "MessageBody", "x",
                            "MessageDeduplicationId", control
                        },
                    }) {
                HttpResponse<String> refused = http.form("/", request);
                assertThat(texts(refused, "Message"))
                        .as(String.join(" ", request))
                        .singleElement()
                        .asString()
                        .contains("\ufffd");
            }
        }
    }

    @Test
    void one_bad_attribute_costs_its_own_message_only() throws Exception {
        String entry = "SendMessageBatchRequestEntry.";
        String attribute = entry + "2.MessageAttribute.1.";
        HttpResponse<String> sent =
                http.form(
                        "/queue/q",
                        "Action",
                        "SendMessageBatch",
                        entry + "1.Id",
                        "good",
                        entry + "1.MessageBody",
                        "one",
                        entry + "2.Id",
                        "bad",
                        entry + "2.MessageBody",
                        "two",
                        attribute + "Name",
                        "n",
                        attribute + "Value.DataType",
                        "Number",
                        attribute + "Value.StringValue",
                        "many");
        assertThat(sent.statusCode()).isEqualTo(200);
        assertThat(texts(sent, "Id")).containsExactly("good", "bad");
        assertThat(texts(sent, "Code")).containsExactly("InvalidParameterValue");
    }

    @Test
    void a_batch_comes_back_entry_by_entry() throws Exception {
        HttpResponse<String> sent =
                http.form(
                        "/queue/q",
                        "Action",
                        "SendMessageBatch",
                        "SendMessageBatchRequestEntry.1.Id",
                        "a",
                        "SendMessageBatchRequestEntry.1.MessageBody",
                        "one",
                        "SendMessageBatchRequestEntry.7.Id",
                        "b",
                        "SendMessageBatchRequestEntry.7.MessageBody",
                        "two",
                        "SendMessageBatchRequestEntry.999999999.Id",
                        "c",
                        "SendMessageBatchRequestEntry.999999999.MessageBody",
                        "\u0002");
        assertThat(texts(sent, "Id")).containsExactly("a", "b", "c");
        assertThat(texts(sent, "Code")).containsExactly("InvalidMessageContents");
    }

    @Test
    void attributes_of_a_queue_are_listed() throws Exception {
        HttpResponse<String> attributes =
                http.form(
                        "/queue/q",
                        "Action",
                        "GetQueueAttributes",
                        "AttributeName.1",
                        "QueueArn",
                        "AttributeName.2",
                        "VisibilityTimeout");
        assertThat(texts(attributes, "Name")).containsExactly("QueueArn", "VisibilityTimeout");
        assertThat(texts(attributes, "Value"))
                .containsExactly("arn:aws:sqs:us-east-1:000000000000:q", "30");
    }

    @Test
    void errors_carry_code_type_and_status() throws Exception {
        HttpResponse<String> missing =
                http.form("/", "Action", "GetQueueUrl", "QueueName", "nowhere");
        assertThat(missing.statusCode()).isEqualTo(400);
        assertThat(texts(missing, "Code"))
                .containsExactly("AWS.SimpleQueueService.NonExistentQueue");
        assertThat(texts(missing, "Type")).containsExactly("Sender");
        assertThat(texts(http.form("/", "Action", "Dance"), "Code"))
                .containsExactly("InvalidAction");
        assertThat(texts(http.form("/queue/q"), "Code")).containsExactly("MissingAction");
        HttpResponse<String> address =
                http.form("/", "Action", "PurgeQueue", "QueueUrl", "http://x/../..");
        assertThat(address.statusCode()).isEqualTo(404);
        assertThat(texts(address, "Code")).containsExactly("InvalidAddress");
    }

    @Test
    void queues_are_listed_in_pages() throws Exception {
        for (String name : List.of("p1", "p2", "p3")) {
            http.form("/", "Action", "CreateQueue", "QueueName", name);
        }
        HttpResponse<String> first =
                http.form("/", "Action", "ListQueues", "QueueNamePrefix", "p", "MaxResults", "2");
        assertThat(texts(first, "QueueUrl"))
                .containsExactly(
                        server.url() + "/000000000000/p1", server.url() + "/000000000000/p2");
        String token = texts(first, "NextToken").getFirst();
        HttpResponse<String> second =
                http.form(
                        "/",
                        "Action",
                        "ListQueues",
                        "QueueNamePrefix",
                        "p",
                        "MaxResults",
                        "2",
                        "NextToken",
                        token);
        assertThat(texts(second, "QueueUrl")).containsExactly(server.url() + "/000000000000/p3");
        assertThat(texts(second, "NextToken")).isEmpty();
    }
}
