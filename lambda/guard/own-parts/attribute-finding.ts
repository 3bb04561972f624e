import type { Technique } from '../../../lib/contract/techniques';
import { errorText } from '../../common/error-text';
import { type CloudTrailRecord, isByRole, readRecords } from '../../common/record';
import { techniquesOfRecord } from '../../common/target';
import type { Run } from '../guard';
import { calledPart } from './called-part';
import { techniquesOfFindings } from './finding-words';
import type { Manifest } from './manifest';
import type { Finding } from './own-parts';

/** LookupEvents takes two calls a second, and the trails come first. */
const LOOKUPS = 3;

/** A finding may be older than its discovery by the time between two inspections, and by what event history lags. */
const OVERLAP_MILLISECONDS = 15 * 60_000;

/** Between the call and the time that CloudFormation tells of the deployment. */
const DEPLOYED_MILLISECONDS = 2 * 60_000;

/** Event history has Lambda's calls under names with the version of its API. */
const RECORDED_NAMES: Readonly<Record<string, string>> = {
  AddPermission: 'AddPermission20150331v2',
  DeleteFunction: 'DeleteFunction20150331',
  PutFunctionConcurrency: 'PutFunctionConcurrency20171031',
  RemovePermission: 'RemovePermission20150331v2',
  UpdateFunctionCode: 'UpdateFunctionCode20150331v2',
  UpdateFunctionConfiguration: 'UpdateFunctionConfiguration20150331v2',
};

/** The last successful call that can have made one of the findings; undefined where event history does not show any. */
export async function callBehind(
  findings: readonly Finding[],
  manifest: Manifest,
  run: Run,
): Promise<CloudTrailRecord | undefined> {
  const to = run.now();
  const from = new Date(to.getTime() - run.policy.comparisonSeconds * 1000 - OVERLAP_MILLISECONDS);
  const found: CloudTrailRecord[] = [];
  // One after the other, for the limit.
  for (const technique of techniquesOfFindings(findings).slice(0, LOOKUPS)) {
    const isIt = (record: CloudTrailRecord) => isOn(record, technique, findings, manifest);
    found.push(
      ...(await callsIn(RECORDED_NAMES[technique.eventName] ?? technique.eventName, from, to, run)).filter(isIt),
    );
  }
  return last(found);
}

/** Who had CloudFormation deploy the guard. */
export async function callThatDeployed(
  { stack, ...manifest }: Manifest,
  run: Run,
): Promise<CloudTrailRecord | undefined> {
  const at = Date.parse(stack?.deployedAt ?? '');
  const [from, to] = [new Date(at - DEPLOYED_MILLISECONDS), new Date(at + DEPLOYED_MILLISECONDS)];
  // Of the CDK's deployments and of most others, then of the rest.
  for (const eventName of ['ExecuteChangeSet', 'UpdateStack']) {
    const calls = (await callsIn(eventName, from, to, run)).filter((record) => {
      const [technique] = techniquesOfRecord(record);
      const called = technique && calledPart(technique, record, manifest);
      return typeof called === 'object';
    });
    const found = last(calls);
    if (found) {
      return found;
    }
  }
  return undefined;
}

/** Those that succeeded, but for the guard's own. Event history that cannot be read must not stop anything. */
async function callsIn(eventName: string, from: Date, to: Date, run: Run): Promise<CloudTrailRecord[]> {
  try {
    const records = readRecords(await run.trails.history(eventName, from, to));
    return records.filter((record) => !record.errorCode && !isByRole(record, run.ownRoleArn));
  } catch (error) {
    run.log.warn({ event: 'event-history-unreadable', call: eventName, error: errorText(error) });
    return [];
  }
}

function isOn(
  record: CloudTrailRecord,
  technique: Technique,
  findings: readonly Finding[],
  manifest: Manifest,
): boolean {
  const called = calledPart(technique, record, manifest);
  return (
    typeof called === 'object' &&
    findings.some(
      ({ kind, name, technique: id }) => id === technique.id && called.kinds.includes(kind) && called.name === name,
    )
  );
}

/** Event history tells the newest first, and times in whole seconds: of the same second it is the first. */
function last(records: readonly CloudTrailRecord[]): CloudTrailRecord | undefined {
  return [...records]
    .reverse()
    .sort((a, b) => Date.parse(a.eventTime) - Date.parse(b.eventTime))
    .at(-1);
}
