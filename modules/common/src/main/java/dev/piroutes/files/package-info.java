/**
 * Files of state: what is done with one that is damaged. Knows nothing of what is in them.
 */
@NullMarked
package dev.piroutes.files;

import org.jspecify.annotations.NullMarked;
