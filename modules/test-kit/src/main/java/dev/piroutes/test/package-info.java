/**
 * The test kit: runs route files on a virtual board, with a virtual broker, in virtual time. It ships in the jar and
 * needs {@code camel-test-main-junit5} beside it, which a project that tests adds.
 */
@NullMarked
package dev.piroutes.test;

import org.jspecify.annotations.NullMarked;
