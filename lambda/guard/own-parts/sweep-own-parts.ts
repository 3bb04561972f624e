import type { Incident } from '../../../lib/contract/incident';
import { errorText } from '../../common/error-text';
import { type Run, UnfinishedError } from '../guard';
import { note } from '../note';
import { report } from '../report';
import type { Answered } from './answered';
import { callBehind, callThatDeployed } from './attribute-finding';
import { isBeingDeleted, isDeploying } from './deployment';
import { findingKey } from './finding-words';
import { follow, lastingOf } from './lasting';
import { type Look, lookAtOwnParts } from './look';
import { currentManifest, isInProgress, type Manifest } from './manifest';
import { readMemory, saveMemory } from './memory';
import { NOTHING_KNOWN, type OwnItem, type OwnMemory } from './own-items';
import type { Finding, OwnPartsTools } from './own-parts';
import { logUnreadable, problemsOf } from './problems';
import { putBack } from './put-back';
import { freshOf, overOf, rememberedOf } from './remember';
import { deploymentId, deploymentIncident, foundId, foundIncident, lastingIncidents, overIncident } from './tell-found';

const UNKNOWN: OwnMemory = { item: NOTHING_KNOWN, expected: [] };

/** What came of a sweep's look at the guard itself. */
export interface OwnSweep {
  readonly failures: readonly unknown[];
  /** What is not as it should be, in words, for the heartbeat. */
  readonly problems: readonly string[];
}

/**
 * Compares the guard with what its template says, puts back what it may, and tells each difference once. Never fails: what
 * went wrong is returned, and keeps nothing of the trails from being done.
 */
export async function sweepOwnParts(run: Run): Promise<OwnSweep> {
  if (run.ownParts === undefined) {
    return { failures: [], problems: [] };
  }
  try {
    return await lookAndAnswer(run.ownParts, run);
  } catch (error) {
    return { failures: [error], problems: [`It could not look at itself: ${errorText(error)}`] };
  }
}

async function lookAndAnswer(ownParts: OwnPartsTools, run: Run): Promise<OwnSweep> {
  const manifest = await currentManifest(ownParts, run);
  const memory = await readMemory(run);
  const { item } = memory ?? UNKNOWN;
  const { stack } = manifest ?? {};
  const deployingSince = item.deployingSince ?? run.now().toISOString();
  if (stack && isDeploying(stack, run.now(), deployingSince)) {
    run.log.info({ event: 'own-parts-being-deployed', status: stack.status, since: deployingSince });
    await saveMemory(memory, { ...item, deployingSince }, run);
    return { failures: [], problems: isBeingDeleted(stack) ? ['Its stack is being deleted'] : [] };
  }
  const look = await lookAtOwnParts(ownParts, manifest, memory ?? UNKNOWN, run);
  if (look.isFirst && memory) {
    run.log.info({ event: 'own-parts-first-seen', intact: look.inspection.intact.length });
  }
  return answer({ ownParts, manifest, memory, look }, run);
}

interface Seen {
  readonly ownParts: OwnPartsTools;
  readonly manifest: Manifest | undefined;
  /** Undefined where the table is unreachable. */
  readonly memory: OwnMemory | undefined;
  readonly look: Look;
}

async function answer({ ownParts, manifest, memory, look }: Seen, run: Run): Promise<OwnSweep> {
  const { item } = memory ?? UNKNOWN;
  const fresh = freshOf(look.findings, memory?.item, ownParts, run);
  const id = look.isDeployed && manifest ? deploymentId(manifest) : foundId(fresh, run);
  const noted: Answered = { findings: fresh, actions: [], remaining: fresh };
  if (memory && run.policy.response === 'restore' && fresh.some(({ repairable }) => repairable)) {
    await note({ ...foundIncident(id, noted, undefined, run), outcome: 'restore-unverified' }, run, {});
  }
  const answered: Answered = manifest
    ? await putBack(ownParts, manifest.parts, look.findings, run)
    : { findings: look.findings, actions: [], remaining: look.findings };
  const news = await newsOf(id, { manifest, look, fresh, answered }, run);
  const over = overOf(item, look, answered.remaining);
  const lasting = lastingOf(look, manifest?.stack === undefined);
  logUnreadable(lasting, run);
  const { next: nextLasting, due } = follow(item.lasting, lasting, look, run.now());
  const incidents = [
    ...news,
    ...over.map(({ incident, technique, keys }) => overIncident(incident, technique, keys, answered, run)),
    ...lastingIncidents(due, run),
  ];
  const failures = await tellAll(incidents, run);
  const findings = rememberedOf(item, look, answered.remaining, news[0]);
  // As long as CloudFormation is at it, however long.
  const isOver = manifest?.stack === undefined || !isInProgress(manifest.stack);
  const still = isOver || item.deployingSince === undefined ? {} : { deployingSince: item.deployingSince };
  const next: OwnItem = { ...look.deployment, ...still, findings, lasting: nextLasting };
  await saveMemory(memory, next, run);
  if (answered.actions.some(({ result }) => result === 'failed')) {
    failures.push(new UnfinishedError('The guard could not put back all of its own parts'));
  }
  return { failures, problems: problemsOf(answered.remaining, lasting) };
}

/** The one incident that tells what is new: the deployment with what differs after it, or what differs. */
async function newsOf(
  id: string,
  {
    manifest,
    look,
    fresh,
    answered,
  }: Pick<Seen, 'manifest' | 'look'> & { fresh: readonly Finding[]; answered: Answered },
  run: Run,
): Promise<Incident[]> {
  const freshKeys = new Set(fresh.map(findingKey));
  const ofFresh: Answered = {
    findings: fresh,
    actions: answered.actions,
    remaining: answered.remaining.filter((finding) => freshKeys.has(findingKey(finding))),
  };
  if (manifest && look.isDeployed) {
    return [deploymentIncident(manifest, look, ofFresh, await callThatDeployed(manifest, run), run)];
  }
  if (fresh.length === 0) {
    return [];
  }
  const record = manifest && (await callBehind(fresh, manifest, run));
  return [foundIncident(id, ofFresh, record, run)];
}

/** Returns what could not be told: the table has it, and a later sweep tells it. */
async function tellAll(incidents: readonly Incident[], run: Run): Promise<unknown[]> {
  const failures: unknown[] = [];
  for (const incident of incidents) {
    await report(incident, run.owner, run).catch((error: unknown) => failures.push(error));
  }
  return failures;
}
