package dev.forebay.cli.demo;

/** The size of a terminal, which may change while it is written to. */
interface Screen {
    int columns();

    int rows();
}
