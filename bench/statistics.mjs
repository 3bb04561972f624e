export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return Number.isInteger(middle) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[Math.floor(middle)];
}

/**
 * Runs the variants in turn, so that a busy machine slows all of them alike, and once before it counts.
 *
 * @returns the median of each variant
 */
export async function medians(variants, n) {
  const samples = Object.fromEntries(Object.keys(variants).map((name) => [name, []]));
  for (let round = 0; round <= n; round++) {
    for (const [name, measure] of Object.entries(variants)) {
      const sample = await measure();
      if (round > 0) samples[name].push(sample);
    }
  }
  return Object.fromEntries(Object.entries(samples).map(([name, values]) => [name, median(values)]));
}
