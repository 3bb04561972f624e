/** Seconds in words, to the unit that matters. */
export function duration(seconds: number): string {
  if (seconds < 1) {
    return `${Math.round(seconds * 1000)} milliseconds`;
  }
  if (seconds < 120) {
    return `${Math.round(seconds * 10) / 10} seconds`;
  }
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 6) / 10} hours`;
}
