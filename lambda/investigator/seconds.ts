/**
 * Event history tells the time of a call in whole seconds, rounded down. A trail's own times have fractions: the second in
 * which something began or ended belongs to it, so that nothing at the edges is missed.
 */
export function wholeSecond(time: Date | string): number {
  return Math.floor(new Date(time).getTime() / 1_000) * 1_000;
}

/** As text, without the fraction that history does not have. */
export function secondText(time: number): string {
  return new Date(time).toISOString().replace('.000Z', 'Z');
}
