import { setTimeout } from 'node:timers/promises';
import { CloudTrailClient, DescribeTrailsCommand, StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import type { StandIn } from '../stand-in';
import { assume, lookAround, workInTheDark } from './attacker';
import { gather, makeNoise, work } from './bystanders';
import { type Deed, Ledger, type Party } from './ledger';

export interface IntrusionOptions {
  /** The only trail: while it is stopped, nothing is recorded. */
  readonly trailName: string;
  /** Reads of a bystander in the dark, to fill pages of event history. @default 0 */
  readonly noise?: number;
}

export interface Intrusion {
  /** Every call, oldest first. */
  readonly deeds: readonly Deed[];
  /** The stolen key. */
  readonly thief: Party;
  /** The session that stopped the trail. */
  readonly session: Party;
  /** The new user, by its new key. */
  readonly backdoor: Party;
  /** From the trail's own times. */
  readonly window: { readonly from: Date; readonly to: Date };
}

export const VICTIM = 'ci-deploy';
export const SESSION_NAME = 'maintenance';

/**
 * An intrusion: a stolen key, a role, a stopped trail, work in the dark, and all the while everybody else. The event of the
 * stop is held back until the work is done; then whatever guards the trail has to start it. What is done before, in the dark
 * and after it is done in other seconds than the stop and the start: records have whole seconds.
 */
export async function playIntrusion(standIn: StandIn, options: IntrusionOptions): Promise<Intrusion> {
  const { accountId } = standIn.world;
  const roleArn = (name: string) => `arn:aws:iam::${accountId}:role/${name}`;
  const ledger = new Ledger(standIn);
  const stolen = standIn.callers.register({ type: 'IAMUser', userName: VICTIM, sourceIp: '198.51.100.66' });
  standIn.callers.deny(stolen, 'iam:CreateUser');
  const thief = ledger.party('attacker', stolen);
  const everybody = await gather(standIn, ledger, {
    victim: VICTIM,
    adminRoleArn: roleArn('admin'),
    sessionName: SESSION_NAME,
  });

  await lookAround(thief, options.trailName);
  await work(everybody, 'before');
  const session = await assume(thief, roleArn('admin'), SESSION_NAME);
  await nextSecond();

  standIn.bus.hold();
  ledger.phase = 'stop';
  const cloudTrail = new CloudTrailClient(session.config());
  await session.call(() => cloudTrail.send(new StopLoggingCommand({ Name: options.trailName })));
  ledger.phase = 'dark';
  await nextSecond();
  await work(everybody, 'dark');
  const { backdoor } = await workInTheDark(session, roleArn('data'));
  makeNoise(everybody, options.noise ?? 0);
  await nextSecond();
  standIn.bus.release();
  await standIn.settled();
  const window = windowOf(standIn, options.trailName);
  await nextSecond();

  ledger.phase = 'after';
  await work(everybody, 'after');
  await session.call(() => cloudTrail.send(new DescribeTrailsCommand({})));
  return { deeds: ledger.deeds, thief, session, backdoor, window };
}

/** The time at which the next second has begun. */
async function nextSecond(): Promise<void> {
  await setTimeout(1_001 - (Date.now() % 1_000));
}

function windowOf({ cloudTrail }: StandIn, trailName: string): Intrusion['window'] {
  const { startedAt, stoppedAt, isLogging } = cloudTrail.trails.find(({ name }) => name === trailName)?.status ?? {};
  if (!isLogging || startedAt === undefined || stoppedAt === undefined) {
    throw new Error(`${trailName} was not started again`);
  }
  return { from: new Date(stoppedAt), to: new Date(startedAt) };
}
