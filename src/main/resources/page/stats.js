// Numbers about traces. Pure functions.

/** The smallest value that at least `percent` of all values do not exceed (nearest rank); null without values. */
export function percentile(values, percent) {
  if (values.length === 0) {
    return null;
  }
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)];
}

/**
 * The legs of a trace with the milliseconds each took since the one before it: null = cannot be measured. "broker" is the
 * acknowledgement that came back to the publisher. A command that was handled before that is measured from "publish".
 */
export function legTimes(trace) {
  const path = [];
  return trace.legs.map((leg) => {
    const before = path.findLast((one) => leg.at !== null && one.at <= leg.at);
    const first = leg.at !== null && path.length === 0;
    if (leg.name === 'handled' && leg.at !== null && path.at(-1)?.at > leg.at) {
      path.pop();
    }
    if (leg.at !== null) {
      path.push(leg);
    }
    return { ...leg, took: first ? 0 : before ? leg.at - before.at : null, first };
  });
}

/** The time of a leg of a trace since its start, or null when it was not measured or not reached. */
export function reached(trace, name) {
  return trace.legs.find((leg) => leg.name === name)?.at ?? null;
}

/**
 * From the first leg to the acknowledgement; null while under way and when either end is unknown. A command that came from
 * outside has no round trip: nobody here saw it leave.
 */
export function roundTrip(trace) {
  const ack = reached(trace, 'ack');
  const start = trace.legs[0]?.at ?? null;
  return trace.kind === 'command' || ack === null || start === null ? null : ack - start;
}

/** Powers of ten around all values, as the ends of a logarithmic axis. */
export function decades(values) {
  const least = Math.floor(Math.log10(Math.max(0.01, Math.min(...values))));
  const most = Math.ceil(Math.log10(Math.max(0.01, Math.max(...values))));
  return { from: least, to: Math.max(most, least + 1) };
}
