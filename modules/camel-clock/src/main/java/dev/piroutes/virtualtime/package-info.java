/** Time that a test sets: threads, timers and delays of a Camel context wait for it, and nothing else passes. */
@org.jspecify.annotations.NullMarked
package dev.piroutes.virtualtime;
