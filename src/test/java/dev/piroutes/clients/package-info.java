/** Client libraries that others have written, against the broker as it is shipped. */
@NullMarked
package dev.piroutes.clients;

import org.jspecify.annotations.NullMarked;
