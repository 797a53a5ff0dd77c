/** Whether a machine is fit to run the program, and what to do if not: looks only, starts and changes nothing. */
@NullMarked
package dev.piroutes.doctor;

import org.jspecify.annotations.NullMarked;
