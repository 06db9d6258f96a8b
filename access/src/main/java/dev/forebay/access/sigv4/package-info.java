/**
 * Checks AWS Signature Version 4 over requests, in headers and in the query string. Pure but for a
 * cache of signing keys; thread-safe. Source: AWS IAM user guide, "Create a signed AWS API
 * request".
 */
@NullMarked
package dev.forebay.access.sigv4;

import org.jspecify.annotations.NullMarked;
