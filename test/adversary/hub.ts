import { readHeartbeat } from '../../lambda/hub/heartbeat';
import { readIncident } from '../../lambda/hub/incident';
import type { Told } from '../../lambda/hub/incident-record';
import { judge, type Status } from '../../lambda/hub/judge';
import { readWitness } from '../../lambda/hub/witness';
import type { Heartbeat } from '../../lib/contract/heartbeat';
import type { Incident } from '../../lib/contract/incident';
import { ACCOUNT, type Json, REGION } from '../fixtures/identities';
import type { VirtualClock } from '../lambda/guard/clock';

export const HUB_BUS_ARN = 'arn:aws:events:eu-central-1:444455556666:event-bus/TrailGuardHub';
export const HEARTBEAT_SECONDS = 3_600;
/** As often as TrailGuardHub has it for hourly heartbeats. */
export const CENSUS_SECONDS = 600;

/** As the hub is told of a guard that was deployed the day before. */
const DAY = 24 * 3_600_000;

/**
 * The organization's hub, out of the attacker's reach. How it reads what it is sent, and what its census says of the
 * guard, is decided by the hub's own code; queues and table are not between.
 */
export class Hub {
  readonly told: { readonly at: number; readonly what: Told }[] = [];
  /** What the hub could make nothing of. */
  readonly rejected: string[] = [];
  /** What each census said. */
  readonly verdicts: { readonly at: number; readonly status: Status }[] = [];
  private heard: Exclude<ReturnType<typeof readHeartbeat>, string> | undefined;
  private readonly deployedAt: number;

  constructor(private readonly clock: VirtualClock) {
    this.deployedAt = clock.now().getTime() - DAY;
  }

  hear(heartbeat: Heartbeat): void {
    const read = readHeartbeat(this.event('TrailGuard Heartbeat', { ...heartbeat }), this.clock.now());
    if (typeof read === 'string') {
      this.rejected.push(read);
    } else {
      this.heard = read;
    }
  }

  tell(incident: Incident): void {
    const detail = JSON.parse(JSON.stringify(incident)) as Json;
    this.take(readIncident(this.event('TrailGuard Incident', detail), this.clock.now()));
  }

  witness(event: Json): void {
    const { source, detail } = event as { source: string; detail: Json };
    this.take(readWitness({ ...this.event('', detail), source }, this.clock.now(), []));
  }

  census(): void {
    const now = this.clock.now().getTime();
    const { deployedAt } = this;
    const expected = { source: 'TrailGuard', since: deployedAt, status: 'deployed', deployedAt } as const;
    const { status } = judge(expected, this.heard, { now, heartbeatSeconds: HEARTBEAT_SECONDS });
    this.verdicts.push({ at: now, status });
  }

  /** Whether the last census said that something is wrong: it stands until it is well again. */
  get isNamed(): boolean {
    return this.verdicts.at(-1)?.status !== 'alive';
  }

  private take(read: Told | string): void {
    if (typeof read === 'string') {
      this.rejected.push(read);
    } else {
      this.told.push({ at: this.clock.now().getTime(), what: read });
    }
  }

  /** The account is EventBridge's. */
  private event(detailType: string, detail: Json) {
    return { source: 'trailguard', 'detail-type': detailType, account: ACCOUNT, region: REGION, detail };
  }
}
