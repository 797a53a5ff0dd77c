@NullMarked
package dev.piroutes.broker.pair;

import org.jspecify.annotations.NullMarked;
