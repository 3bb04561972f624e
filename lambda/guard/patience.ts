/** Waits between tries while "another operation is modifying the resource". Longer waits are Lambda's and the sweep's. */
const CONFLICT_DELAYS = [2_000, 5_000];

/** Makes a call again while CloudTrail is at work on the trail for somebody else. */
export async function patiently<T>(call: () => Promise<T>, sleep: (milliseconds: number) => Promise<void>): Promise<T> {
  for (const delay of CONFLICT_DELAYS) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof Error && error.name === 'ConflictException')) {
        throw error;
      }
      await sleep(delay);
    }
  }
  return call();
}
