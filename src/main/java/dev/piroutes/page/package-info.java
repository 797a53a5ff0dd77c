/**
 * The bench page: shows the bench in a browser and lets a person press its buttons. It reaches pins and devices through
 * Camel: endpoints, events and developer consoles. The only place that names Vert.x.
 */
@NullMarked
package dev.piroutes.page;

import org.jspecify.annotations.NullMarked;
