import type { OwnPartsTools } from './own-parts';

/** Loaded when it is first used: most invocations have no use for it. */
export function lazyOwnParts(load: () => OwnPartsTools): OwnPartsTools {
  let loaded: OwnPartsTools | undefined;
  // In a promise, so that a file that cannot be loaded is a call that failed.
  const tools = async (): Promise<OwnPartsTools> => {
    loaded ??= load();
    return loaded;
  };
  return {
    stack: async () => (await tools()).stack(),
    parts: async () => (await tools()).parts(),
    inspect: async (parts, scope) => (await tools()).inspect(parts, scope),
    repair: async (parts, findings) => (await tools()).repair(parts, findings),
  };
}
