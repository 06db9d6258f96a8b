package dev.forebay.cli;

import picocli.CommandLine.Command;

/** {@code forebay} alone: says what there is. */
@Command(
        name = "forebay",
        description = {
            "A durable message queue that takes the surge, so that what is behind it runs",
            "at a steady rate."
        },
        synopsisHeading = "Usage: ",
        customSynopsis = "forebay COMMAND [OPTION]...",
        footer = {
            "",
            "First steps:",
            "  forebay demo            a surge, a crash, a poison order, an outage",
            "  forebay start           a server on 127.0.0.1:9324 for any AWS SDK for SQS",
            "  forebay COMMAND --help  what a command takes"
        })
final class ForebayCommand extends Subcommands {}
