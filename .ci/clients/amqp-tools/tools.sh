#!/usr/bin/env bash
# usage: FOREBAY_AMQP=amqp://127.0.0.1:PORT tools.sh
set -euo pipefail

url=$FOREBAY_AMQP
queue=tools-$$

fail() {
    echo "$*" >&2
    exit 1
}

same() { [ "$2" = "$3" ] || fail "$1: '$3' instead of '$2'"; }

same "a declared queue's name" "$queue" "$(amqp-declare-queue --url="$url" --durable --queue="$queue")"
case $(amqp-declare-queue --url="$url" --durable --queue=) in
amq.gen-*) ;;
*) fail "a queue without a name got none" ;;
esac

amqp-publish --url="$url" --routing-key="$queue" --persistent --content-type=text/plain --body="one"
same "what was published" one "$(amqp-get --url="$url" --queue="$queue")"
status=0
amqp-get --url="$url" --queue="$queue" >/dev/null || status=$?
same "the status of a get from an empty queue" 2 "$status"

# One message a line; the bodies arrive in order, each on the input of a command.
seq 1 20 | amqp-publish --url="$url" --routing-key="$queue" --persistent --line-buffered
same "what a consumer was given" "$(seq 1 20)" \
    "$(amqp-consume --url="$url" --queue="$queue" --count=20 --prefetch-count=5 cat)"

# A consumer whose command fails gives the message back.
amqp-publish --url="$url" --routing-key="$queue" --body="stubborn"
amqp-consume --url="$url" --queue="$queue" --count=1 false || true
same "what comes again" stubborn "$(amqp-get --url="$url" --queue="$queue")"

# Through an exchange, to a queue that the tool makes and binds.
coproc listener { amqp-consume --url="$url" --exchange=amq.topic --routing-key='tools.#' --count=1 cat; }
heard=${listener[0]}
listening=$listener_PID
for _ in $(seq 100); do
    amqp-publish --url="$url" --exchange=amq.topic --routing-key=tools.x --body="topic"
    if read -r -t 0.1 line <&"$heard" || [ -n "${line:-}" ]; then break; fi
done
same "what came through the exchange" topic "${line:-}"
wait "$listening"

amqp-publish --url="$url" --routing-key="$queue" --body="left"
same "how many messages went with the queue" 1 "$(amqp-delete-queue --url="$url" --queue="$queue")"
if amqp-get --url="$url" --queue="$queue" 2>/dev/null; then fail "a deleted queue is there"; fi
echo "all well"
