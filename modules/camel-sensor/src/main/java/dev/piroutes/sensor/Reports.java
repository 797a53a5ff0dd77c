package dev.piroutes.sensor;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides which of the readings of a sensor are told: the mean of so many, if it has moved. */
final class Reports {
    private final int samples;
    private final BigDecimal deadBand;
    private final boolean onChange;
    private final @Nullable Integer decimals;
    private BigDecimal sum = BigDecimal.ZERO;
    private int count;
    private @Nullable BigDecimal told;

    Reports(int samples, double deadBand, boolean onChange, @Nullable Integer decimals) {
        this.samples = samples;
        this.deadBand = BigDecimal.valueOf(deadBand);
        this.onChange = onChange;
        this.decimals = decimals;
    }

    /** A reading has a value. @return what is to be told now */
    Optional<Reading> add(Reading reading) {
        sum = sum.add(reading.value());
        count++;
        return count < samples ? Optional.empty() : end(reading.quantity());
    }

    /** The mean of what came since the last. */
    private Optional<Reading> end(Quantity quantity) {
        Reading mean = new Reading(sum.divide(BigDecimal.valueOf(count), MathContext.DECIMAL64), quantity);
        sum = BigDecimal.ZERO;
        count = 0;
        BigDecimal value = rounded(mean, decimals);
        BigDecimal last = told;
        if (last != null) {
            BigDecimal moved = value.subtract(last).abs();
            if (moved.compareTo(deadBand) < 0 || onChange && moved.signum() == 0) {
                return Optional.empty();
            }
        }
        told = value;
        return Optional.of(mean);
    }

    /** @param decimals null: what fits the quantity */
    static BigDecimal rounded(Reading reading, @Nullable Integer decimals) {
        int digits = decimals == null ? reading.quantity().decimals() : decimals;
        return reading.value().setScale(digits, RoundingMode.HALF_UP);
    }
}
