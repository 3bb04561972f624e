export default async function globalTeardown(): Promise<void> {
  await Promise.all((globalThis.trailGuardEngines ?? []).map((engine) => engine.stop()));
}
