/** Numbers of topics over time, in files of a fixed size. Knows neither browsers nor brokers. */
@NullMarked
package dev.piroutes.plots;

import org.jspecify.annotations.NullMarked;
