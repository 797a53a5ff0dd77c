/**
 * Order while queued messages begin to go to disk. Knows Artemis, and nothing of the rest of the broker.
 */
@NullMarked
package dev.piroutes.broker.paging;

import org.jspecify.annotations.NullMarked;
