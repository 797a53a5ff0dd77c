@NullMarked
package dev.piroutes.page;

import org.jspecify.annotations.NullMarked;
