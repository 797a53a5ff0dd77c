/** Tells systemd how the service is. Knows nothing of what the service does. */
@NullMarked
package dev.piroutes.systemd;

import org.jspecify.annotations.NullMarked;
