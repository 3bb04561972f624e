import { StandIn, type StandInOptions } from './stand-in';
import { synthesize } from './synthesize';

export interface WithStandInOptions {
  /** @default - the project's own */
  readonly app?: string;
  readonly standIn?: Omit<StandInOptions, 'assembly'>;
}

/** Synthesizes an app, plays on it, and leaves nothing behind, also when it is interrupted. */
export async function withStandIn<T>(
  context: Readonly<Record<string, string>>,
  signal: AbortSignal,
  play: (standIn: StandIn) => Promise<T>,
  options: WithStandInOptions = {},
): Promise<T> {
  const { assembly, remove } = await synthesize(context, options.app);
  try {
    const standIn = await StandIn.start({ ...options.standIn, assembly });
    try {
      return await Promise.race([play(standIn), aborted(signal)]);
    } finally {
      await standIn.stop();
    }
  } finally {
    await remove();
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.throwIfAborted();
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
