#!/usr/bin/env bash
# What a person at a shell sees: queues, messages, batches, attributes, tags and errors of the aws command line.
# usage: FOREBAY_ENDPOINT=http://127.0.0.1:PORT sqs.sh
set -euo pipefail

home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
# Settings of whoever runs this, and proxies, have no say here.
export HOME=$home AWS_ACCESS_KEY_ID=key AWS_SECRET_ACCESS_KEY=secret AWS_DEFAULT_REGION=us-east-1
export AWS_PAGER='' AWS_MAX_ATTEMPTS=1 AWS_EC2_METADATA_DISABLED=true AWS_DEFAULT_OUTPUT=text
export NO_PROXY=127.0.0.1

sqs() { /usr/bin/aws --endpoint-url "$FOREBAY_ENDPOINT" sqs "$@"; }

expect() {
    if [ "$1" != "$2" ]; then
        printf 'expected: %s\n     got: %s\n' "$1" "$2" >&2
        exit 1
    fi
}

refused() {
    local code=$1 said
    shift
    if said=$(sqs "$@" 2>&1); then
        echo "not refused: $*" >&2
        exit 1
    fi
    case $said in
        *"($code)"*) ;;
        *) expect "$code" "$said" ;;
    esac
}

/usr/bin/aws --version

echo "- queues are made, found, listed in pages, tagged and described"
url=$(sqs create-queue --queue-name shell --attributes VisibilityTimeout=45 --tags team=a)
expect "$FOREBAY_ENDPOINT/000000000000/shell" "$url"
expect "$url" "$(sqs get-queue-url --queue-name shell)"
sqs create-queue --queue-name shell-dead >/dev/null
sqs create-queue --queue-name shell-more >/dev/null
expect 3 "$(sqs list-queues --queue-name-prefix shell --page-size 1 --query 'length(QueueUrls)' --output json)"
expect a "$(sqs list-queue-tags --queue-url "$url" --query Tags.team)"
sqs untag-queue --queue-url "$url" --tag-keys team
expect None "$(sqs list-queue-tags --queue-url "$url" --query Tags.team)"
expect 45 "$(sqs get-queue-attributes --queue-url "$url" --attribute-names All --query Attributes.VisibilityTimeout)"

echo "- a message is sent, received, hidden, shown again and deleted"
sqs send-message --queue-url "$url" --message-body 'grüße <&> "世界"' \
    --message-attributes '{"n":{"DataType":"Number","StringValue":"7"}}' >/dev/null
received=$(sqs receive-message --queue-url "$url" --attribute-names All --message-attribute-names All \
    --wait-time-seconds 10 --output json)
field() { /usr/bin/python3 -c 'import json, sys; print(eval("m" + sys.argv[1], {"m": json.load(sys.stdin)["Messages"][0]}))' "$1" <<<"$received"; }
expect 'grüße <&> "世界"' "$(field '["Body"]')"
expect 7 "$(field '["MessageAttributes"]["n"]["StringValue"]')"
expect 1 "$(field '["Attributes"]["ApproximateReceiveCount"]')"
expect '' "$(sqs receive-message --queue-url "$url" --output json)"
sqs change-message-visibility --queue-url "$url" --receipt-handle "$(field '["ReceiptHandle"]')" --visibility-timeout 0
received=$(sqs receive-message --queue-url "$url" --attribute-names All --wait-time-seconds 10 --output json)
expect 2 "$(field '["Attributes"]["ApproximateReceiveCount"]')"
sqs delete-message --queue-url "$url" --receipt-handle "$(field '["ReceiptHandle"]')"
expect '0 0' "$(sqs get-queue-attributes --queue-url "$url" --attribute-names All \
    --query 'Attributes.[ApproximateNumberOfMessages,ApproximateNumberOfMessagesNotVisible]' | tr '\t' ' ')"

echo "- a batch is answered entry by entry"
answer=$(sqs send-message-batch --queue-url "$url" --output json \
    --entries '[{"Id":"a","MessageBody":"one"},{"Id":"b","MessageBody":"\u0001"},{"Id":"c","MessageBody":"three"}]')
expect "a,c b InvalidMessageContents" "$(/usr/bin/python3 -c '
import json, sys
answer = json.load(sys.stdin)
failed = answer["Failed"][0]
print(",".join(sent["Id"] for sent in answer["Successful"]), failed["Id"], failed["Code"])' <<<"$answer")"
expect 2 "$(sqs receive-message --queue-url "$url" --max-number-of-messages 10 --wait-time-seconds 10 \
    --query 'length(Messages)' --output json)"
sqs purge-queue --queue-url "$url"

echo "- FIFO queues keep order and tell duplicates"
fifo=$(sqs create-queue --queue-name shell.fifo --attributes FifoQueue=true,ContentBasedDeduplication=true)
first=$(sqs send-message --queue-url "$fifo" --message-body one --message-group-id g --query MessageId)
expect "$first" "$(sqs send-message --queue-url "$fifo" --message-body one --message-group-id g --query MessageId)"
sqs send-message --queue-url "$fifo" --message-body two --message-group-id g >/dev/null
expect 'one two' "$(sqs receive-message --queue-url "$fifo" --max-number-of-messages 10 --wait-time-seconds 10 \
    --query 'Messages[].Body' | tr '\t' ' ')"

echo "- a poison message is buried, and its source is listed"
dead=$(sqs get-queue-url --queue-name shell-dead)
more=$(sqs get-queue-url --queue-name shell-more)
arn=$(sqs get-queue-attributes --queue-url "$dead" --attribute-names QueueArn --query Attributes.QueueArn)
sqs set-queue-attributes --queue-url "$more" \
    --attributes "{\"RedrivePolicy\":\"{\\\"deadLetterTargetArn\\\":\\\"$arn\\\",\\\"maxReceiveCount\\\":1}\"}"
expect "$more" "$(sqs list-dead-letter-source-queues --queue-url "$dead" --query 'queueUrls[]')"
sqs send-message --queue-url "$more" --message-body poison >/dev/null
handle=$(sqs receive-message --queue-url "$more" --wait-time-seconds 10 --query 'Messages[0].ReceiptHandle')
sqs change-message-visibility --queue-url "$more" --receipt-handle "$handle" --visibility-timeout 0
expect poison "$(sqs receive-message --queue-url "$dead" --wait-time-seconds 10 --query 'Messages[0].Body')"

echo "- what is wrong is named"
refused AWS.SimpleQueueService.NonExistentQueue get-queue-url --queue-name nobody
refused InvalidAttributeValue set-queue-attributes --queue-url "$url" --attributes VisibilityTimeout=43201
refused ReceiptHandleIsInvalid delete-message --queue-url "$url" --receipt-handle nonsense
refused QueueAlreadyExists create-queue --queue-name shell --attributes VisibilityTimeout=46
sqs delete-queue --queue-url "$url"
refused AWS.SimpleQueueService.NonExistentQueue send-message --queue-url "$url" --message-body late
echo "passed"
