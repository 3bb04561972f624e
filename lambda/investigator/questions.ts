import type { Incident } from '../../lib/contract/incident';
import type { ExpectationFinding, IdentityFinding, OriginFinding } from '../../lib/contract/investigation';
import { calendars } from './calendars';
import { undeterminedOf } from './determine';
import { earlierCallsOf } from './earlier-calls';
import { enrichment } from './enrichment';
import { expectedExceptions } from './expected-exceptions';
import type { History, HistoryRecord } from './history';
import { identity } from './identity';
import type { InvestigatorDependencies } from './investigator';
import { origin, withNotes } from './origin';
import { type RoleChain, roleChainOf } from './role-chain';

/** What each question is answered from. */
export interface Case extends InvestigatorDependencies {
  readonly incident: Incident;
  readonly history: History;
  readonly regions: readonly string[];
  /** The call as CloudTrail wrote it, where event history shows it already. */
  readonly found: HistoryRecord | undefined;
}

/** Who: by the record, by IAM, and by who assumed the role. */
export async function whoOf({
  incident,
  regions,
  history,
  found,
  clients,
  policy,
  log,
}: Case): Promise<IdentityFinding> {
  const record = found?.record;
  const [finding, chain]: [IdentityFinding, RoleChain] = await Promise.all([
    identity({
      incident,
      account: policy.account,
      iam: clients.iam,
      log,
      ...(found ? { record: JSON.parse(found.raw) as unknown } : {}),
    }),
    roleChainOf(incident, { regions, history, ...(record ? { record } : {}) }),
  ]);
  const person = finding.person ?? chain.person;
  return {
    ...finding,
    ...(person === undefined ? {} : { person }),
    ...(chain.chain.length > 0 ? { chain: chain.chain } : {}),
    ...undeterminedOf(finding, chain),
  };
}

/** From where: by the record, by the account's own network, and by what the user knows. */
export async function originOf({ incident, regions, policy, clients, log }: Case): Promise<OriginFinding> {
  const [finding, notes] = await Promise.all([
    origin({ incident, policy, ec2: regions.map((region) => clients.ec2(region)), iam: clients.iam, log }),
    policy.enrichment ? enrichment(policy.enrichment, incident, clients.lambda, log) : {},
  ]);
  return withNotes(finding, notes);
}

/** Approved or not: by exceptions, by what the actor did before, by change calendars. */
export async function expectationOf({
  incident,
  found,
  history,
  policy,
  clients,
  now,
  log,
}: Case): Promise<ExpectationFinding> {
  const { exceptions, region, calendars: names = [] } = policy;
  const record = found?.record;
  const applied = expectedExceptions({ incident, exceptions, now: now(), ...(record ? { record } : {}) });
  const called = new Date(incident.call?.eventTime ?? incident.detectedAt);
  const [earlier, states] = await Promise.all([
    earlierCallsOf(incident, { region, history, now: now() }),
    calendars(names, called, clients.ssm, log),
  ]);
  const { by: _, ...calls } = earlier;
  return { ...applied, ...calls, ...states, ...undeterminedOf(applied, calls, states) };
}
