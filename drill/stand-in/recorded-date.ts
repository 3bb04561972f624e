/** A date as it stands in the answers of IAM (`Jul 30, 2026 9:53:13 PM`) and STS (with a comma more) in records. */
export function recordedDate(date: string | number, separator: ' ' | ', '): string {
  const at = new Date(date);
  const day = at.toLocaleDateString('en-US', { month: 'short', day: 'numeric', year: 'numeric', timeZone: 'UTC' });
  const time = at.toLocaleTimeString('en-US', { timeZone: 'UTC' }).replace('\u202f', ' ');
  return `${day}${separator}${time}`;
}
