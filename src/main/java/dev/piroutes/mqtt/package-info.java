@NullMarked
package dev.piroutes.mqtt;

import org.jspecify.annotations.NullMarked;
