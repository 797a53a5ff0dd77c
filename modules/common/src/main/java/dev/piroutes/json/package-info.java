/** How records leave the program. Knows nothing of what they are about, and needs no JSON library. */
@NullMarked
package dev.piroutes.json;

import org.jspecify.annotations.NullMarked;
