@NullMarked
package dev.piroutes.broker;

import org.jspecify.annotations.NullMarked;
