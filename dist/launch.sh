# shellcheck shell=sh
# How the programs are run by a JVM; read by the launcher of a checkout and by that of a package.
# A build is a folder with lib/, our jars and others', and the start-up caches beside it.

readonly server=dev.forebay.server.Main
readonly cli=dev.forebay.cli.Main
# Start a server, use it and stop; what they load on the way is what the start-up caches will hold.
readonly training=dev.forebay.server.TrainingRun
readonly cli_training=dev.forebay.cli.TrainingRun

# The engine keeps the backlog out of the heap, so a small one is enough; FOREBAY_JAVA_OPTS can say otherwise.
# Netty's leak detector is for tests: it costs a stack trace now and then. What the JVM has to say, such as of a start-up
# cache that does not fit, would go to stdout, among the data.
readonly jvm_options='-XX:+UseSerialGC -Xmx512m -XX:MaxDirectMemorySize=1g --enable-native-access=ALL-UNNAMED -Dio.netty.leakDetection.level=disabled -Xlog:disable'

# A command is over before the second compiler would be of use.
readonly cli_options='-XX:TieredStopAtLevel=1'

newline='
'
readonly newline

say() { printf '%s\n' "$*" >&2; }

fail() {
    code=$1
    shift
    say "forebay: $*"
    exit "$code"
}

# Sorted the same way everywhere: the start-up cache belongs to one order of the class path.
class_path_of() (
    LC_ALL=C
    path=
    for jar in "$1"/lib/*.jar; do
        path=$path${path:+:}$jar
    done
    printf '%s' "$path"
)

# Makes the start-up caches of the build $2 for the JVM $1. Without them everything works too, half a second later.
train() (
    scratch=$(mktemp -d)
    make_cache "$1" "$2" forebay.aot "$jvm_options" "$training" "$scratch" &
    # The command line is trained on a server, which it starts by what it takes for the launcher.
    printf '#!/bin/sh\nexec "%s" %s -cp "%s" %s "$@"\n' \
        "$1" "$jvm_options" "$(class_path_of "$2")" "$server" >"$scratch/launcher"
    chmod +x "$scratch/launcher"
    make_cache "$1" "$2" cli.aot "$jvm_options $cli_options" "-Dforebay.launcher=$scratch/launcher" "$cli_training"
    wait
    rm -rf "$scratch"
)

# Was the installation $1, whose files all have one time, copied without the times? The JVM passes over its caches then.
copied() {
    for jar in "$1"/lib/*.jar; do
        # shellcheck disable=SC3013 # every sh has it, POSIX since 2024; a find would be felt at each start
        if [ "$jar" -nt "$1/launch.sh" ] || [ "$1/launch.sh" -nt "$jar" ]; then return 0; fi
    done
    return 1
}

# Makes the start-up caches of the installation $2 anew for the JVM $1 when it is a copy for which they are of no use.
settle_copy() {
    if ! copied "$2" && [ ! -e "$2/untrained" ]; then return 0; fi
    if ! (: >"$2/untrained") 2>/dev/null; then
        say "forebay: starts take longer, since this copy has lost its files' times: copy it with cp -a, or let $2 be written to once."
        return 0
    fi
    say "Preparing fast starts, once for this copy ..."
    rm -f "$2"/*.aot
    touch -r "$2/launch.sh" "$2"/lib/*.jar
    train "$1" "$2" >/dev/null 2>&1 </dev/null
    rm -f "$2/untrained"
}

# Runs a training by the JVM $1 on the build $2 with the options $4, and has it write what it loaded to the cache $3.
make_cache() {
    java=$1
    build=$2
    cache=$2/$3
    options=$4
    shift 4
    # shellcheck disable=SC2086 # options are words
    if "$java" $options "-XX:AOTCacheOutput=$cache.new" -cp "$(class_path_of "$build")" "$@"; then
        # Moved, not overwritten: a server that runs has the old one mapped.
        mv "$cache.new" "$cache"
    else
        rm -f "$cache" "$cache.new"
    fi
}

# Becomes the program that the arguments from $4 on ask for: by the JVM $1, from the build $2, called by the launcher $3.
launch() {
    java=$1
    build=$2
    launcher=$3
    shift 3
    case "${1-} ${2-}" in
        start\ * | verify\ * | 'config check') run "$server" forebay.aot "$jvm_options" "$@" ;;
        *) run "$cli" cli.aot "$jvm_options $cli_options" "$@" ;;
    esac
}

# Runs the program $1 with the start-up cache $2 and the options $3.
run() {
    main=$1
    cache=$build/$2
    options=$3
    shift 3
    path=$(class_path_of "$build")
    aot=
    [ ! -f "$cache" ] || aot=-XX:AOTCache=$cache
    set -f # an option with a * stays as it is
    check_java_options
    # shellcheck disable=SC2086 # options are words
    exec "$java" $options ${aot:+"$aot"} "-Dforebay.launcher=$launcher" ${FOREBAY_JAVA_OPTS-} \
        -cp "$path" "$main" "$@"
}

# The JVM's own complaint does not say where the option came from, and ends with 1.
check_java_options() {
    case ${FOREBAY_JAVA_OPTS-} in
        '' | *agent*) return ;; # nothing to ask, or an agent that would begin its work
    esac
    # shellcheck disable=SC2086 # options are words
    if ! said=$("$java" $jvm_options $FOREBAY_JAVA_OPTS -version 2>&1); then
        fail 2 "FOREBAY_JAVA_OPTS='$FOREBAY_JAVA_OPTS' is not accepted by ${java%/bin/java}: ${said%%$newline*}
It takes options of the JVM, separated by spaces, such as FOREBAY_JAVA_OPTS='-Xmx2g'."
    fi
}
