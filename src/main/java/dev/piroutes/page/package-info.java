/**
 * The bench page: shows the bench in a browser and lets a person press its buttons. It knows pins, devices
 * and broker by their states and Camel's events, and acts through endpoints. The only place that names Vert.x.
 */
@NullMarked
package dev.piroutes.page;

import org.jspecify.annotations.NullMarked;
