/**
 * The only way to storage. Everything the log does to files goes through {@link
 * dev.forebay.log.disk.Disk}, which has one real implementation on {@code FileChannel} and one
 * simulated in the test kit. Called by the log's own tasks; no other module touches a file of the
 * data folder.
 */
@NullMarked
package dev.forebay.log.disk;

import org.jspecify.annotations.NullMarked;
