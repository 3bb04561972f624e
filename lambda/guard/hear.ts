import { METRIC } from '../../lib/contract/metrics';
import { safeText } from '../common/text';
import { completed } from './completed';
import { isAnswerAwaited, withAnswer } from './contain';
import { withFindings } from './found-out';
import type { Run } from './guard';
import type { IncidentItem } from './incident-items';
import type { Answer } from './signal';
import { tellMore } from './tell-more';

/**
 * Tells what another function of the guard found out or did. An answer that nobody waits for (a second one, or one that
 * somebody made up who may invoke this function) changes nothing.
 */
export async function hear(answer: Answer, run: Run): Promise<void> {
  const add = (item: IncidentItem) => {
    const isOwnRetry = item.state === 'claimed' && item.owner === run.owner;
    return isOwnRetry || isAwaited(answer, item) ? told(answer, item) : undefined;
  };
  if (!(await tellMore(answer.incidentId, add, run.owner, run))) {
    run.count(METRIC.INPUTS_IGNORED);
    run.log.warn({ event: 'answer-not-awaited', trigger: answer.trigger, incident: safeText(answer.incidentId, 512) });
  }
}

/** The first investigation may answer twice, if it took so long that it was asked again: then more is known already. */
function isAwaited(answer: Answer, { asked, incident }: IncidentItem): boolean {
  if (answer.trigger === 'containment') {
    return isAnswerAwaited(incident);
  }
  return asked !== undefined && (answer.investigation.stage === 'complete' || incident.investigation === undefined);
}

function told(answer: Answer, { incident }: IncidentItem) {
  return completed(
    answer.trigger === 'investigation'
      ? withFindings(incident, answer.investigation)
      : withAnswer(incident, answer.containment),
  );
}
