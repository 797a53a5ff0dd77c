/** Where a machine is, as people write it. */
@NullMarked
package dev.piroutes.net;

import org.jspecify.annotations.NullMarked;
