import { actorOf } from '../../../lambda/common/actor';
import { INCIDENT_SCHEMA_VERSION, type Incident } from '../../../lib/contract/incident';
import { ACCOUNT, IDENTITIES, type Json, REGION } from '../../fixtures/identities';
import { TRAIL_ARN, TRAIL_NAME } from '../../fixtures/records';
import { at, call, read } from './calls';

/** A trail that mallory stopped at 10:00:00.4, and that logged again five seconds later. */
export function stoppedIncident(changes: Partial<Incident> = {}, by: Json = IDENTITIES.IAMUser): Incident {
  const [record] = read(call('cloudtrail.amazonaws.com', 'StopLogging', { userIdentity: by, eventTime: at(0) }));
  return {
    schemaVersion: INCIDENT_SCHEMA_VERSION,
    id: `${TRAIL_ARN}#${at(0, 0, '.400')}`,
    revision: 1,
    outcome: 'restored',
    account: ACCOUNT,
    region: REGION,
    trail: { arn: TRAIL_ARN, name: TRAIL_NAME },
    technique: {
      id: 'trail-stopped',
      name: 'a name',
      effect: 'an effect',
      attack: { tactic: 'TA0005', technique: 'T1685', subtechnique: 'T1685.002' } as never,
    },
    severity: 'high',
    riskScore: 73,
    detectedBy: 'event',
    detectedAt: at(0, 3),
    ...(record ? { actor: actorOf(record) } : {}),
    call: { eventId: record?.eventID ?? '', eventName: 'StopLogging', eventTime: at(0, 0, '.000') },
    darkWindow: { stoppedAt: at(0, 0, '.400'), startedAt: at(0, 5, '.200'), seconds: 4.8 },
    actions: [{ action: 'StartLogging', result: 'succeeded', at: at(0, 5, '.100') }],
    checks: [],
    nextSteps: [],
    ...changes,
  };
}
