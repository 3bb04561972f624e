import * as v from 'valibot';
import { CONTAINMENT_TRIGGER, type ContainmentAction, type IncidentContainment } from '../../lib/contract/containment';
import { containmentOf } from '../common/containment/containment-of';
import { objectionTo } from '../common/containment/objection';
import { errorText } from '../common/error-text';
import { schemaIssues } from '../common/record';
import { safeText } from '../common/text';
import type { ContainmentDependencies } from './containment';
import { perform } from './perform';
import type { Requested } from './requested';

const RequestSchema = v.object({
  incidentId: v.pipe(v.string(), v.minLength(1), v.maxLength(1024)),
  answerTo: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,64}$/)),
});

/**
 * Does what the guard's table says was requested, and tells the guard what became of it. The input only says where to
 * look. Fails where the table or the guard cannot be reached: Lambda tries again, and it is done once all the same.
 */
export function createHandler(dependencies: ContainmentDependencies) {
  const { log, requested, answer } = dependencies;
  return async (input: unknown): Promise<void> => {
    const request = v.safeParse(RequestSchema, input);
    if (!request.success) {
      log.warn({ event: 'input-ignored', reason: safeText(schemaIssues(request.issues), 512) });
      return;
    }
    const { incidentId, answerTo } = request.output;
    const wanted = await requested(incidentId);
    if (wanted === undefined) {
      // Done already, or invoked by somebody else. To answer would let them write into an incident.
      log.warn({ event: 'containment-not-requested', incident: safeText(incidentId, 512) });
      return;
    }
    const containment = await contained(wanted, dependencies);
    await answer(answerTo, { trigger: CONTAINMENT_TRIGGER, incidentId, containment });
  };
}

async function contained(wanted: Requested, dependencies: ContainmentDependencies): Promise<IncidentContainment> {
  const { policy, log, now } = dependencies;
  const action = actionFor(wanted);
  const what = { kind: wanted.action.kind, principal: safeText(wanted.action.principalArn, 512) };
  try {
    if (action === undefined) {
      throw new Error("it does not follow from the incident's actor (any more)");
    }
    const objection = objectionTo(action, wanted.incident, policy, now());
    if (objection !== undefined) {
      throw new Error(objection);
    }
    await perform(action, wanted.at, dependencies);
    log.info({ event: 'contained', ...what });
    return { status: 'succeeded', action, at: now().toISOString() };
  } catch (error) {
    log.error({ event: 'containment-failed', ...what, reason: errorText(error) });
    return { status: 'failed', ...(action ? { action } : {}), reason: errorText(error), at: now().toISOString() };
  }
}

/**
 * What was requested, if it is what follows from the incident itself. Who stops the trail again with another key of the same
 * user does not escape by that: which key it was is what was requested. The policy knows the guard's own roles.
 */
function actionFor({
  incident,
  action: { kind, principalArn, accessKeyId },
}: Requested): ContainmentAction | undefined {
  const actor = incident.actor && { ...incident.actor, accessKeyId };
  const { action } = containmentOf({ ...incident, actor }, []);
  return action?.kind === kind && action.principalArn === principalArn && action.accessKeyId === accessKeyId
    ? action
    : undefined;
}
