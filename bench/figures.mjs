/** Sums up many measurements in a few figures. */

/** The time by which this part (0 to 1) of the measurements was done. */
function quantile(sorted, part) {
  const place = part * (sorted.length - 1);
  return (sorted[Math.floor(place)] + sorted[Math.ceil(place)]) / 2;
}

export function summary(times) {
  const sorted = [...times].sort((one, other) => one - other);
  const at = (part) => Math.round(quantile(sorted, part) * 1000) / 1000;
  return { median: at(0.5), p10: at(0.1), p90: at(0.9), worst: at(1), count: sorted.length };
}

/** A line of a table: a name, then numbers or texts. */
export function row(name, ...cells) {
  return name.padEnd(42) + cells.map((cell) => String(cell).padStart(10)).join("");
}
