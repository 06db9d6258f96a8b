# What the shell of a page knows before its first line. The folder is the page's own; the server runs already.
export PYTHONUNBUFFERED=1 AWS_PAGER=''
export FOREBAY_SERVER=$FOREBAY_ENDPOINT
export XDG_CONFIG_HOME=$PWD/.config
shopt -s expand_aliases
clients=$(dirname "${BASH_SOURCE[0]}")

mkdir .bin
ln -s "$clients/forebay" .bin/forebay
ln -s .bin/forebay forebay
# Debian's, for which libraries are installed.
ln -s /usr/bin/python3 .bin/python3
ln -s /usr/bin/aws .bin/aws
ln -s "$clients/node_modules" node_modules
ln -s "$FOREBAY_DATA" forebay-data
PATH=$PWD/.bin:$PATH
export FOREBAY_PROCESS=$PWD/.bin/process
echo "$FOREBAY_PID" >"$FOREBAY_PROCESS"

stop() {
    local server
    server=$(cat "$FOREBAY_PROCESS")
    builtin kill "$server" || return
    # It may be a child of another shell, which wait would not know.
    tail --pid="$server" -f /dev/null
}

# The ready lines show process 4711.
kill() {
    if [ "$*" = 4711 ]; then stop; else builtin kill "$@"; fi
}

# Of a server that the page has started anew.
end() {
    if [ "$(cat "$FOREBAY_PROCESS")" != "$FOREBAY_PID" ]; then stop; fi
}
trap end EXIT
