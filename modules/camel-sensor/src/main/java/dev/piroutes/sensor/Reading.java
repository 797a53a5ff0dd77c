package dev.piroutes.sensor;

import java.math.BigDecimal;

/**
 * What a sensor has measured.
 *
 * @param value in the quantity's unit, with all digits that the kernel gives
 */
public record Reading(BigDecimal value, Quantity quantity) {}
