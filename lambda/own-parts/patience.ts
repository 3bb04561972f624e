export type Sleep = (milliseconds: number) => Promise<unknown>;

/** Most changes are eventually consistent. Well within an invocation, also where several parts were changed. */
export const READ_DELAYS = [0, 250, 500, 1_000, 2_000];

/** An update of a function takes seconds. */
export const UPDATE_DELAYS = [0, 500, 1_000, 2_000, 4_000, 8_000];
