/** What Pi4J does not offer to others. */
@NullMarked
package com.pi4j.library.gpiod.internal;

import org.jspecify.annotations.NullMarked;
