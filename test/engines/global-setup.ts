import { type RunningEngine, removeLeftovers, startEngine } from './engine';

declare global {
  var trailGuardEngines: RunningEngine[] | undefined;
}

export default async function globalSetup(): Promise<void> {
  removeLeftovers();
  const started = await Promise.allSettled([startEngine('ministack'), startEngine('moto')]);
  const running = started.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const failed = started.find((result) => result.status === 'rejected');
  if (failed) {
    await Promise.all(running.map((engine) => engine.stop()));
    throw failed.reason;
  }
  globalThis.trailGuardEngines = running;
  process.env.TRAIL_GUARD_ENGINES = JSON.stringify(
    Object.fromEntries(running.map(({ engine }) => [engine.name, engine])),
  );
}
