import type { Incident } from '../../lib/contract/incident';
import type { Counted, Investigation } from '../../lib/contract/investigation';
import { safeText } from '../common/text';

/** Security Hub takes 50 fields of 2,048 characters: far fewer and shorter ones keep the finding readable, and small. */
const VALUE_LENGTH = 1024;

/** What else is known, as flat text: what filters and automation rules of Security Hub can match. */
export function productFieldsOf(incident: Incident): Record<string, string> {
  const { actor, call, darkWindow, containment, occurrences, technique } = incident;
  const fields: Readonly<Record<string, string | number | boolean | undefined>> = {
    IncidentId: incident.id,
    Revision: incident.revision,
    Outcome: incident.outcome,
    Technique: technique.id,
    AttackTechnique: technique.attack.id,
    AttackTechniqueBeforeV19: technique.attack.formerId,
    RiskScore: incident.riskScore,
    DetectedBy: incident.detectedBy,
    Actor: actor?.displayName,
    ActorType: actor?.type,
    ActorArn: actor?.arn,
    ActorNote: incident.actorNote,
    InvokedBy: actor?.invokedBy,
    EventId: call?.eventId,
    SourceIpAddress: call?.sourceIpAddress,
    VpcEndpointId: call?.vpcEndpointId,
    UserAgent: call?.userAgent,
    ErrorCode: call?.errorCode,
    DarkFrom: darkWindow?.stoppedAt,
    DarkTo: darkWindow?.startedAt,
    DarkSeconds: darkWindow?.seconds,
    Occurrences: occurrences,
    CoverageGaps: incident.coverageGaps?.join('; '),
    Containment: containment?.status,
    ContainmentReason: containment?.reason,
    ...(incident.investigation ? investigationFields(incident.investigation) : {}),
  };
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) =>
      value === undefined ? [] : [[`cdk-trail-guard/${name}`, safeText(String(value), VALUE_LENGTH)]],
    ),
  );
}

function investigationFields({ stage, who, origin, alerts, activity, dark }: Investigation) {
  return {
    InvestigationStage: stage,
    Person: who.person,
    AccountName: who.accountName,
    OriginKind: origin.kind,
    OriginResource: origin.resourceId,
    RelatedFindings: alerts.findings?.length,
    CallsIn24Hours: activity.total,
    DarkCalls: dark?.total,
    DarkIsComplete: dark?.complete,
    DarkServices: dark && countedText(dark.services),
    DarkSensitiveCalls: dark?.sensitive.map(({ eventName, on }) => (on ? `${eventName} ${on}` : eventName)).join('; '),
    NewCredentials: (dark?.credentials ?? activity.credentials)?.map(({ kind, id }) => `${kind} ${id}`).join('; '),
    DarkList: dark?.list && `s3://${dark.list.bucket}/${dark.list.key}`,
  };
}

function countedText(counted: readonly Counted[]): string {
  return counted.map(({ name, count }) => `${name} ${count}`).join('; ');
}
