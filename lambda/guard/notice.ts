import type { IncidentAction, Outcome } from '../../lib/contract/incident';
import { METRIC } from '../../lib/contract/metrics';
import { matchingException } from '../common/exceptions';
import { parseTrailArn, type TrailArn } from '../common/scope';
import { techniquesOfRecord } from '../common/target';
import type { DecisionOf } from './decide';
import { harmless } from './delivery/harmless';
import { mendCommand } from './delivery/mend-command';
import type { DeliveringTrail } from './delivery/snapshot';
import { touches } from './delivery/touches';
import { mend } from './delivery-health';
import { answerEventDataStores } from './event-data-stores';
import type { Run } from './guard';
import { eventIncidentId, incidentOf } from './incident';
import { answerOwnCall } from './own-parts/answer-call';
import { areRepaired, repairChecks, repairedNow } from './repaired';
import { report } from './report';
import type { CallSignal } from './signal';

/**
 * Tells of a call that does not change a trail and may blind it all the same: on what a guarded trail delivers through,
 * on CloudTrail Lake, on the organization, on the guard's own table. Mends what may be mended.
 */
export async function notice({ call }: DecisionOf<'notice'>, run: Run): Promise<void> {
  if (await answerOwnCall(call, run)) {
    return;
  }
  switch (call.technique.target) {
    case 'guard':
      return call.target?.endsWith(`:table/${run.tableName()}`) ? tell(call, run) : ignored(call, run);
    case 'organization':
    case 'account':
      return tell(call, run, { actions: await letCloudTrailBack(call, run) });
    case 'event-data-store':
    case 'channel':
      return tell(call, run, { actions: call.failed ? [] : await answerEventDataStores(run) });
    case 'trail':
      return tell(call, run);
    default:
      return noticeDelivery(call, run);
  }
}

/** The same call on a resource of somebody else is not the guard's business. */
async function noticeDelivery(call: CallSignal, run: Run): Promise<void> {
  const baselines = await run.baselines.all();
  const trails = [...baselines.values()].map(
    ({ arn, configuration, delivery }): DeliveringTrail => ({
      arn,
      configuration,
      ...(delivery ? { snapshot: delivery } : {}),
    }),
  );
  const touched = new Set(techniquesOfRecord(call.record).flatMap((one) => touches(one, call.record, trails)));
  const harmed = trails.filter(
    (trail) => touched.has(trail.arn) && !(!call.failed && harmless(call.technique, call.record, trail)),
  );
  if (harmed.length === 0) {
    return ignored(call, run);
  }
  for (const trail of harmed) {
    const baseline = baselines.get(trail.arn);
    const isMendable = !call.failed && call.technique.response === 'repair';
    const actions = isMendable && baseline ? await mend(baseline, run) : [];
    const commands = mendCommand(call.technique, trail, run.policy.region);
    const arn = parseTrailArn(trail.arn);
    await tell(call, run, { actions, commands, ...(arn ? { trail: arn } : {}) });
  }
}

interface News {
  readonly trail?: TrailArn;
  readonly actions?: readonly IncidentAction[];
  /** What would mend it. */
  readonly commands?: readonly string[];
}

async function tell(call: CallSignal, run: Run, { trail, actions = [], commands = [] }: News = {}): Promise<void> {
  const { record, technique } = call;
  const about = trail?.arn ?? `${run.policy.account}#${technique.target}`;
  const exception = trail && matchingException(run.policy.exceptions, record, trail.arn);
  if (call.failed) {
    run.count(METRIC.ATTEMPTS);
  }
  const incident = incidentOf(
    {
      id: eventIncidentId(about, record),
      outcome: outcomeOf(call, actions, exception !== undefined),
      technique,
      ...(trail ? { trail } : {}),
      detectedBy: 'event',
      detectedAt: run.now(),
      record,
      ...(exception ? { exception: { reason: exception.reason } } : {}),
      actions,
      checks: repairChecks(actions),
      commands,
    },
    run.policy,
  );
  await report(incident, run.owner, run);
}

function outcomeOf({ failed }: CallSignal, actions: readonly IncidentAction[], isExpected: boolean): Outcome {
  if (failed) {
    return 'attempted';
  }
  if (actions.length > 0) {
    return areRepaired(actions) ? 'restored' : 'restore-failed';
  }
  return isExpected ? 'expected' : 'reported';
}

async function letCloudTrailBack(call: CallSignal, run: Run): Promise<IncidentAction[]> {
  const { response, repairs } = run.policy;
  const isSwitchedOn = repairs?.trustedAccess === true && response === 'restore';
  if (call.failed || call.technique.response !== 'repair' || !isSwitchedOn) {
    return [];
  }
  return repairedNow(await run.repairs?.enableTrustedAccess(), run);
}

function ignored(call: CallSignal, run: Run): void {
  run.log.info({ event: 'input-ignored', reason: `${call.record.eventName}: nothing that the guard looks after` });
}
