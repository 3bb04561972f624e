import type { Incident } from '../../lib/contract/incident';
import { bounded, jsonBytes } from '../common/bounded';
import { activityOf, isOver, statusOf } from './ocsf-activity';
import { dispositionOf } from './ocsf-disposition';
import { evidencesOf } from './ocsf-evidences';
import { descriptionOf, findingInfoOf, lastChangeOf } from './ocsf-finding-info';
import { observablesOf } from './ocsf-observables';
import { cloudOf, resourcesOf } from './ocsf-resources';
import { riskLevelOf, severityOf } from './ocsf-severity';

/** Version of the Open Cybersecurity Schema Framework. */
const OCSF_VERSION = '1.8.0';

const CATEGORY = { category_uid: 2, category_name: 'Findings' } as const;
const CLASS = { class_uid: 2004, class_name: 'Detection Finding' } as const;

/** An event on EventBridge takes 256 KB with its envelope. */
const MAXIMUM_BYTES = 240_000;

/**
 * The incident as an OCSF Detection Finding. `unmapped` is the incident itself, without its evidence and with shorter
 * lists where it would be too long.
 *
 * @see https://schema.ocsf.io/1.8.0/classes/detection_finding
 */
export function ocsfOf(incident: Incident): object {
  const whole = detectionFinding(incident);
  const bytes = jsonBytes(whole);
  if (bytes <= MAXIMUM_BYTES) {
    return whole;
  }
  const truncated = { is_truncated: true, untruncated_size: Math.ceil(bytes / 1024) };
  return detectionFinding(
    bounded(incident, (candidate) => jsonBytes(detectionFinding(candidate, truncated)) <= MAXIMUM_BYTES),
    truncated,
  );
}

function detectionFinding(incident: Incident, truncated: object = {}): object {
  const activity = activityOf(incident);
  const evidences = evidencesOf(incident);
  const observables = observablesOf(incident);
  return {
    ...CATEGORY,
    ...CLASS,
    ...activity,
    type_uid: CLASS.class_uid * 100 + activity.activity_id,
    type_name: `${CLASS.class_name}: ${activity.activity_name}`,
    time: lastChangeOf(incident),
    ...severityOf(incident.severity),
    ...statusOf(incident),
    status_code: incident.outcome,
    ...dispositionOf(incident),
    is_alert: !isOver(incident),
    message: descriptionOf(incident),
    // What is told was read from CloudTrail itself.
    confidence_id: 3,
    confidence: 'High',
    ...riskLevelOf(incident),
    ...(incident.occurrences === undefined ? {} : { count: incident.occurrences }),
    ...darkTimesOf(incident),
    metadata: metadataOf(incident, truncated),
    finding_info: findingInfoOf(incident),
    cloud: cloudOf(incident),
    resources: resourcesOf(incident),
    ...(evidences.length > 0 ? { evidences } : {}),
    ...(observables.length > 0 ? { observables } : {}),
    remediation: { desc: remediationOf(incident) },
    unmapped: incident,
  };
}

function metadataOf({ id, revision, technique, account, schemaVersion }: Incident, truncated: object): object {
  return {
    version: OCSF_VERSION,
    profiles: ['cloud', 'security_control'],
    product: { name: 'TrailGuard', vendor_name: 'cdk-trail-guard' },
    uid: `${id}/${revision}`,
    correlation_uid: id,
    sequence: revision,
    event_code: technique.id,
    tenant_uid: account,
    log_version: schemaVersion,
    ...truncated,
  };
}

/** From when to when nothing was recorded. */
function darkTimesOf({ darkWindow }: Incident): object {
  if (darkWindow === undefined) {
    return {};
  }
  const { stoppedAt, startedAt } = darkWindow;
  const start = Date.parse(stoppedAt);
  const end = startedAt === undefined ? undefined : Date.parse(startedAt);
  return { start_time: start, ...(end === undefined ? {} : { end_time: end, duration: end - start }) };
}

/** What was done, then what a person does next, a line each. */
function remediationOf({ actions, nextSteps }: Incident): string {
  const done = actions.map(({ action, result, at }) => `${action}: ${result} at ${at}`);
  return ['Done:', ...(done.length > 0 ? done : ['nothing']), 'Next:', ...nextSteps].join('\n');
}
