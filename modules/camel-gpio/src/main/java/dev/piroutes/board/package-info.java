/** Where pins come from: a narrow interface, a virtual board and the real one. The only package that names Pi4J. */
@NullMarked
package dev.piroutes.board;

import org.jspecify.annotations.NullMarked;
