package dev.forebay.cli.completion;

import java.util.Locale;

/** Shells, and the script that lets each ask this program what may come next. */
enum Shell {
    BASH(
            """
            # forebay completion for bash: eval "$(forebay completion bash)"
            _forebay() {
                local line
                COMPREPLY=()
                # Names are words of others, which the shell must take for nothing else.
                while IFS= read -r line; do COMPREPLY+=("$(printf %q "$line")"); done < <(
                    "${COMP_WORDS[0]}" __complete "$COMP_CWORD" "${COMP_WORDS[@]:1}" 2>/dev/null)
            }
            complete -o default -F _forebay forebay
            """),
    ZSH(
            """
            # forebay completion for zsh: eval "$(forebay completion zsh)"
            _forebay() {
                local -a candidates
                candidates=("${(@f)$("${words[1]}" __complete $((CURRENT - 1)) \\
                    "${(@)words[2,-1]}" 2>/dev/null)}")
                if [[ -n $candidates ]]; then compadd -- $candidates; else _files; fi
            }
            compdef _forebay forebay
            """),
    FISH(
            """
            # forebay completion for fish: forebay completion fish | source
            function __forebay
                set -l words (commandline -opc)
                $words[1] __complete (count $words) $words[2..-1] (commandline -ct) 2>/dev/null
            end
            complete -c forebay -a '(__forebay)'
            """);

    private final String script;

    Shell(String script) {
        this.script = script;
    }

    String script() {
        return script;
    }

    /** As it is written on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
