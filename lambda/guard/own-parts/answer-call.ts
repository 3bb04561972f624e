import type { Technique } from '../../../lib/contract/techniques';
import { matchingException } from '../../common/exceptions';
import { techniquesOfRecord } from '../../common/target';
import type { Run } from '../guard';
import type { CallSignal } from '../signal';
import { calledPart, deniedPart } from './called-part';
import { codeFindings } from './code';
import { isByCloudFormation, isDeploying } from './deployment';
import { currentManifest, knownManifest, type Manifest } from './manifest';
import { readMemory } from './memory';
import { NOTHING_KNOWN } from './own-items';
import type { Finding, Inspection, OwnPartsTools } from './own-parts';
import { kindsOf, type OwnPart } from './parts-of-service';
import { putBack } from './put-back';
import { type OwnCall, tellAnswered, tellAttempt, tellExpected, tellSeen } from './tell-call';

/**
 * Answers a call on a part of the guard itself: the part is looked at, put back and told of. Several techniques may share
 * a call, so whether it is on such a part is found out first.
 *
 * @returns whether it was
 */
export async function answerOwnCall(call: CallSignal, run: Run): Promise<boolean> {
  const { ownParts } = run;
  const technique = techniquesOfRecord(call.record).find(({ target }) => target === 'guard');
  if (ownParts === undefined || technique === undefined) {
    return false;
  }
  const manifest = await knownManifest(ownParts, run);
  if (manifest === undefined) {
    return answerBlindly(call, technique, run);
  }
  const called = calledPart(technique, call.record, manifest);
  if (called === 'other') {
    return false;
  }
  if (call.failed) {
    const denied = called === 'unnamed' ? deniedPart(call.record, manifest) : called;
    await (denied && tellAttempt({ call, technique, part: denied }, run));
    return denied !== undefined;
  }
  return called === 'unnamed'
    ? answerUnnamed(call, technique, ownParts, run)
    : answerOwn({ call, technique, part: called }, ownParts, run);
}

async function answerOwn(own: OwnCall, ownParts: OwnPartsTools, run: Run): Promise<true> {
  const { call, technique, part } = own;
  const manifest = await currentManifest(ownParts, run);
  const isDeployed = isByCloudFormation(call.record);
  if (isDeployed && isDeploying(manifest?.stack, run.now())) {
    run.log.info({ event: 'own-part-deployed', part: part.name, call: call.record.eventName });
    return true;
  }
  const exception = matchingException(run.policy.exceptions, call.record, OF_NO_TRAIL, [technique]);
  const until = exception && new Date(call.at.getTime() + exception.maximumDurationSeconds * 1000);
  if (exception && until && run.now() < until) {
    await tellExpected(own, exception, until, run);
    return true;
  }
  if (part.kinds.length === 0 || manifest === undefined) {
    await tellSeen(own, undefined, run);
    return true;
  }
  const inspection = await inspected(technique, manifest, ownParts, run);
  const findings = inspection.findings.filter(({ kind, name }) => part.kinds.includes(kind) && part.name === name);
  if (findings.length > 0) {
    await answerFindings(own, findings, manifest, ownParts, run);
  } else if (isDeployed) {
    // A deployment that is over by the time its calls are told of.
    run.log.info({ event: 'own-part-as-deployed', part: part.name, call: call.record.eventName });
  } else {
    await tellSeen(own, inspection, run);
  }
  return true;
}

/** What the record leaves out, the state of the guard's parts tells. */
async function answerUnnamed(
  call: CallSignal,
  technique: Technique,
  ownParts: OwnPartsTools,
  run: Run,
): Promise<boolean> {
  const manifest = await currentManifest(ownParts, run);
  const { eventSource } = call.record;
  if (manifest === undefined) {
    return answerBlindly(call, technique, run);
  }
  if (eventSource === 'cloudformation.amazonaws.com') {
    const { stack, stackId } = manifest;
    const isOwn = stack !== undefined && Math.abs(Date.parse(stack.deployedAt) - call.at.getTime()) < NEAR_MILLISECONDS;
    await (isOwn && answerOwn({ call, technique, part: { name: stackId, kinds: [], ids: [] } }, ownParts, run));
    return isOwn;
  }
  const kinds = kindsOf(eventSource, manifest);
  const { findings } = await inspected(technique, manifest, ownParts, run);
  const [first, ...others] = findings.filter(({ kind }) => kinds.includes(kind));
  if (first === undefined || (isByCloudFormation(call.record) && isDeploying(manifest.stack, run.now()))) {
    return false;
  }
  const own = { call, technique, part: { name: first.name, kinds: [first.kind], ids: [] } };
  await answerFindings(own, [first, ...others], manifest, ownParts, run);
  return true;
}

/** A change set is executed and its stack updated within that time. */
const NEAR_MILLISECONDS = 2 * 60_000;

/** For exceptions, which may be limited to some trails: a part of the guard is none of them. */
const OF_NO_TRAIL = '';

async function answerFindings(
  own: OwnCall,
  findings: readonly Finding[],
  { parts }: Manifest,
  ownParts: OwnPartsTools,
  run: Run,
): Promise<void> {
  await tellAnswered(own, findings, () => putBack(ownParts, parts, findings, run), run);
}

/** The triggers alone where only they can have been changed: the rest takes many calls. Lists do not tell all of them. */
async function inspected(
  { eventSource }: Technique,
  { parts, stack }: Manifest,
  ownParts: OwnPartsTools,
  run: Run,
): Promise<Inspection> {
  const isTrigger = eventSource === 'events.amazonaws.com' || eventSource === 'scheduler.amazonaws.com';
  const inspection = await ownParts.inspect(parts, isTrigger ? 'triggers-in-full' : 'all');
  if (isTrigger) {
    return inspection;
  }
  const { item: known } = (await readMemory(run)) ?? { item: NOTHING_KNOWN };
  // What a deployment brought is for the sweep to see first.
  const isVerified = stack === undefined || known.deployedAt === stack.deployedAt;
  const code = isVerified ? codeFindings(known.code, inspection.code) : [];
  return { ...inspection, findings: [...inspection.findings, ...code] };
}

/**
 * Where CloudFormation does not tell what the guard consists of, a call that has no other meaning is told as it is: the
 * rules that brought it name the guard's own parts.
 */
async function answerBlindly(call: CallSignal, technique: Technique, run: Run): Promise<boolean> {
  const isShared = techniquesOfRecord(call.record).some(({ target }) => target !== 'guard');
  const name = call.target ?? technique.name;
  const isElsewhere = technique.eventSource === 'dynamodb.amazonaws.com' && !name.includes(run.tableName());
  if (isShared || isElsewhere) {
    return false;
  }
  const own = { call, technique, part: { name, kinds: [], ids: [] } satisfies OwnPart };
  await (call.failed ? tellAttempt(own, run) : tellSeen(own, undefined, run));
  return true;
}
