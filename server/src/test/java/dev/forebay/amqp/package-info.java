/** What tests of the whole server need of the AMQP face's inside. */
@NullMarked
package dev.forebay.amqp;

import org.jspecify.annotations.NullMarked;
