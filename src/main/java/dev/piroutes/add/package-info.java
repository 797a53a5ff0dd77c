/**
 * Takes components from Maven repositories into a folder of jars. Knows nothing of routes.
 */
@NullMarked
package dev.piroutes.add;

import org.jspecify.annotations.NullMarked;
