/** Who publishes and subscribes what, from pin to topic to pin: as text, as a Mermaid flowchart, as a picture. */
@NullMarked
package dev.piroutes.graph;

import org.jspecify.annotations.NullMarked;
