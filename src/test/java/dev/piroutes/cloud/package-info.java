/** The examples for clouds, against stand-ins that refuse what the real services say they refuse. */
@NullMarked
package dev.piroutes.cloud;

import org.jspecify.annotations.NullMarked;
