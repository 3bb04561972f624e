/** Without AWS's own: they can be neither set nor removed by a caller, and no call may name them. */
export function callerTags(tags: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !/^aws:/i.test(key)));
}
