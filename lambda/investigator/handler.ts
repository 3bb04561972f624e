import * as v from 'valibot';
import type { Incident } from '../../lib/contract/incident';
import { INVESTIGATION_TRIGGER } from '../../lib/contract/investigation-request';
import { schemaIssues } from '../common/record';
import { safeText } from '../common/text';
import { answerable } from './answerable';
import { createHistory } from './history';
import { investigate } from './investigate';
import type { InvestigatorDependencies } from './investigator';

const RequestSchema = v.object({
  incident: v.looseObject({
    schemaVersion: v.pipe(v.string(), v.regex(/^1\./)),
    id: v.pipe(v.string(), v.minLength(1)),
    detectedAt: v.pipe(v.string(), v.isoTimestamp()),
    region: v.string(),
    account: v.string(),
  }),
  stage: v.picklist(['first', 'complete']),
  answerTo: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,64}$/)),
});

/** What is left of the invocation when the last call is begun: for the answer, and for calls that take their time. */
const RESERVE_MILLISECONDS = 60_000;

/** Finds out what is asked and tells the guard. Fails where the guard cannot be told: Lambda tries again. */
export function createHandler(dependencies: InvestigatorDependencies) {
  const { clients, counter, answer, log, now, sleep } = dependencies;
  return async (input: unknown, context: { getRemainingTimeInMillis(): number }): Promise<void> => {
    const request = v.safeParse(RequestSchema, input);
    if (!request.success) {
      log.warn({ event: 'input-ignored', reason: safeText(schemaIssues(request.issues), 512) });
      return;
    }
    const { stage, answerTo } = request.output;
    const incident = request.output.incident as unknown as Incident;
    const begun = now();
    const callsBefore = counter.calls;
    const history = createHistory({
      clientOf: (region) => clients.eventHistory(region),
      sleep,
      now,
      deadline: new Date(begun.getTime() + context.getRemainingTimeInMillis() - RESERVE_MILLISECONDS),
    });
    const found = await investigate({ incident, stage }, history, dependencies);
    const seconds = Math.round((now().getTime() - begun.getTime()) / 100) / 10;
    const investigation = answerable({ ...found, seconds, apiCalls: counter.calls - callsBefore }, incident);
    const { apiCalls } = investigation;
    log.info({ event: 'investigated', incident: safeText(incident.id, 512), stage, seconds, apiCalls });
    await answer(answerTo, { trigger: INVESTIGATION_TRIGGER, incidentId: incident.id, investigation });
  };
}
