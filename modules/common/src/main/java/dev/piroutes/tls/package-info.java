/** Certificates: reading them, when they begin and end, and why one was not trusted, in words. Knows the JDK only. */
@NullMarked
package dev.piroutes.tls;

import org.jspecify.annotations.NullMarked;
