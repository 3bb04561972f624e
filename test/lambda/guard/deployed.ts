import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudTrailClient, StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { type Fault, type FaultOptions, StandIn, type StandInOptions } from '../../../drill/stand-in';
import type { Incident } from '../../../lib/contract/incident';

const APP = join(__dirname, '../../../dist/bin/app.js');
export const MAIL = 'responder@example.com';

/** The project's own app, synthesized. */
export function synthesize(context: Record<string, string> = {}): { assembly: string; remove: () => void } {
  const assembly = mkdtempSync(join(tmpdir(), 'trail-guard-test-'));
  const CDK_CONTEXT_JSON = JSON.stringify({ email: MAIL, investigation: 'off', ...context });
  execFileSync(process.execPath, [APP], {
    env: { ...process.env, CDK_OUTDIR: assembly, CDK_CONTEXT_JSON, CDK_VALIDATION: 'false' },
  });
  return { assembly, remove: () => rmSync(assembly, { recursive: true }) };
}

/** The built function on the stand-in, as the synthesized template deploys it, with one trail that it guards. */
export class Deployed {
  private constructor(
    readonly standIn: StandIn,
    private readonly client: CloudTrailClient,
  ) {}

  static async start(assembly: string, options: Partial<StandInOptions> = {}): Promise<Deployed> {
    const standIn = await StandIn.start({ assembly, retryDelaysMs: [10, 10], targetRetryDelayMs: 5, ...options });
    const { credentials } = standIn.callers.register({ type: 'IAMUser', userName: 'mallory' });
    const client = new CloudTrailClient({ endpoint: standIn.endpoint, region: standIn.world.region, credentials });
    standIn.cloudTrail.addTrail({ Name: 'main', IsMultiRegionTrail: true });
    return new Deployed(standIn, client);
  }

  /** The attack, and all that follows. */
  async stop(client = this.client): Promise<void> {
    await client.send(new StopLoggingCommand({ Name: 'main' }));
    await this.standIn.settled();
  }

  /** An attack of somebody who may not. */
  async stopDenied(): Promise<void> {
    const { standIn } = this;
    const root = standIn.callers.register({ type: 'Root' });
    standIn.callers.deny(root, 'cloudtrail:StopLogging');
    const { credentials } = root;
    const client = new CloudTrailClient({ endpoint: standIn.endpoint, region: standIn.world.region, credentials });
    await this.stop(client).catch(() => undefined);
    client.destroy();
    await standIn.settled();
  }

  async sweep(): Promise<void> {
    this.standIn.scheduler.fire();
    await this.standIn.settled();
  }

  async end(): Promise<void> {
    this.client.destroy();
    await this.standIn.stop();
  }

  fault(service: string, operation: string | undefined, fault: Fault, options: Partial<FaultOptions> = {}) {
    return this.standIn.faults.add({ service, ...(operation ? { operation } : {}), fault, ...options });
  }

  /** Takes an environment variable away, as somebody who may change the function could. */
  unset(name: string): void {
    for (const { settings } of this.standIn.functions.all) {
      delete (settings.environment as Record<string, string>)[name];
    }
  }

  get isLogging(): boolean {
    return this.standIn.cloudTrail.trails[0]?.status.isLogging === true;
  }

  /** The messages as machines get them. */
  get incidents(): Incident[] {
    return this.standIn.topics.published.map(({ bodies }) => JSON.parse(String(bodies.sqs)) as Incident);
  }

  get outcomes(): string[] {
    return this.incidents.map(({ outcome }) => outcome);
  }

  /** What the queues for lost inputs hold. */
  get deadLetters(): string[] {
    return this.standIn.queues.all.flatMap((queue) => queue.messages().map(({ body }) => body));
  }

  /** How the invocations ended. */
  get endings(): string[] {
    return this.standIn.timeline.of('invocation').flatMap(({ phase }) => (phase === 'start' ? [] : [phase]));
  }

  metric(name: string): number {
    const values = this.standIn.functions.all.flatMap(({ metrics }) =>
      metrics.filter((metric) => metric.name === name),
    );
    return values.reduce((sum, { value }) => sum + Number(value), 0);
  }
}
