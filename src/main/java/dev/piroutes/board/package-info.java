@NullMarked
package dev.piroutes.board;

import org.jspecify.annotations.NullMarked;
