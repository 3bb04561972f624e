import type { Incident } from '../../lib/contract/incident';
import type { DarkFinding, DarkWindowFinding, Investigation } from '../../lib/contract/investigation';
import { CATCH_UP_MILLISECONDS, type InvestigationRequest } from '../../lib/contract/investigation-request';
import { ACTIVITY_MILLISECONDS, type Activity, activityOf } from './activity';
import { alerts } from './alerts';
import { recordOfCall } from './call-record';
import { criticality } from './criticality';
import { darkOf } from './dark';
import { undeterminedOf } from './determine';
import type { History } from './history';
import type { InvestigatorDependencies } from './investigator';
import { organization } from './organization';
import { withAddresses } from './origin';
import { otherTrails } from './other-trails';
import { type Case, expectationOf, originOf, whoOf } from './questions';
import { enabledRegions } from './regions';
import { windowsOf } from './windows';

/** Answers each point of the guide, with evidence or with why there is none. One that fails keeps no other from being answered. */
export async function investigate(
  { incident, stage }: Pick<InvestigationRequest, 'incident' | 'stage'>,
  history: History,
  dependencies: InvestigatorDependencies,
): Promise<Omit<Investigation, 'seconds' | 'apiCalls'>> {
  const { clients, policy, now, log } = dependencies;
  const asked = await enabledRegions(clients.account, policy);
  const found = await recordOfCall(incident, history);
  const about: Case = { ...dependencies, incident, history, regions: asked.regions, found };

  const [activity, who, from, expected, others, place, named] = await Promise.all([
    activityOf(incident, activityOptions(about)),
    whoOf(about),
    originOf(about),
    expectationOf(about),
    otherTrails(incident, clients.cloudTrail(policy.region), log),
    organization(policy, clients.organizations, log),
    alerts({ incident, policy, guardDuty: clients.guardDuty, securityHub: clients.securityHub, now: now(), log }),
  ]);
  const dark = stage === 'complete' ? await darkFinding(about, activity, asked.undetermined) : undefined;
  const { onlyTrail, organizationTrail } = others;
  const { accountName, organizationPath, production } = place;

  return {
    stage,
    at: now().toISOString(),
    who: {
      ...who,
      ...(accountName === undefined ? {} : { accountName }),
      ...(organizationPath === undefined ? {} : { organizationPath }),
      ...undeterminedOf(who, place),
    },
    origin: withAddresses(from, incident.call?.sourceIpAddress, activity.addresses),
    expected,
    alerts: named,
    activity: { ...activity.finding, ...undeterminedOf(activity.finding, asked) },
    ...(dark ? { dark } : {}),
    criticality: criticality(incident, {
      ...(onlyTrail === undefined ? {} : { onlyTrail }),
      ...(organizationTrail === undefined ? {} : { organizationTrail }),
      ...(production === undefined ? {} : { production }),
      ...(who.credential ? { credential: who.credential } : {}),
      ...darkFacts(incident, dark),
      ...(incident.occurrences === undefined ? {} : { occurrences: incident.occurrences }),
      ...(named.findings ? { alerts: named.findings.length } : {}),
      ...(expected.exceptions ? { expectedByException: expected.exceptions.some(({ applies }) => applies) } : {}),
      ...(expected.calendars ? { changeCalendarOpen: expected.calendars.every(({ state }) => state === 'OPEN') } : {}),
    }),
  };
}

function activityOptions({ incident, regions, history, now }: Case) {
  const called = Date.parse(incident.call?.eventTime ?? incident.detectedAt);
  return { regions, from: new Date(called - ACTIVITY_MILLISECONDS), to: now(), history };
}

async function darkFinding(
  { incident, regions, history, now, guardRoleArn, list }: Case,
  { records }: Activity,
  undetermined: readonly string[],
): Promise<DarkFinding | undefined> {
  const windows = windowsOf(incident);
  if (windows.length === 0) {
    return undefined;
  }
  const dark = await darkOf(incident, windows, {
    regions,
    history,
    now: now(),
    caughtUp: isCaughtUp(windows, now()),
    guardRoleArn,
    known: records,
    ...(list ? { list } : {}),
  });
  return { ...dark, complete: dark.complete && undetermined.length === 0, ...undeterminedOf(dark, { undetermined }) };
}

function isCaughtUp(windows: readonly DarkWindowFinding[], now: Date): boolean {
  return windows.every(({ to }) => to !== undefined && now.getTime() - Date.parse(to) >= CATCH_UP_MILLISECONDS);
}

/** The trail's own time where it is known. */
function darkFacts({ darkWindow }: Incident, dark: DarkFinding | undefined) {
  return {
    ...(darkWindow?.seconds === undefined ? {} : { darkSeconds: darkWindow.seconds }),
    ...(dark ? { sensitiveInDark: dark.sensitive.length, credentialsMadeInDark: dark.credentials.length } : {}),
  };
}
