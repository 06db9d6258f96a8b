/**
 * Templates by which messages are changed on their way: texts with variables ({@link
 * dev.forebay.engine.edit.Template}), filled in from one message at a time ({@link
 * dev.forebay.engine.edit.EditValues}). What is inside of bodies is found by whoever knows their
 * form ({@link dev.forebay.engine.edit.BodyReader}). Pure; callable from any thread.
 */
@NullMarked
package dev.forebay.engine.edit;

import org.jspecify.annotations.NullMarked;
