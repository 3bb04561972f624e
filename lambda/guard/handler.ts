import { METRIC } from '../../lib/contract/metrics';
import { safeText } from '../common/text';
import { answerBaseline } from './answer-baseline';
import { compareOne } from './compare-one';
import { decide } from './decide';
import type { GuardDependencies, Run } from './guard';
import { hear } from './hear';
import { inspectOne } from './inspect';
import { notice } from './notice';
import { respondByExpecting, respondByRestoring, respondToAttempt } from './respond';
import { signalOf } from './signal';
import { sweep } from './sweep';

/** Input, signal, decision, action: one path for both ways in. */
export function createHandler(dependencies: GuardDependencies) {
  return async (input: unknown, { awsRequestId }: { readonly awsRequestId: string }): Promise<unknown> => {
    const runOf = async (): Promise<Run> => ({
      ...dependencies,
      ...(await dependencies.loadTools()),
      owner: awsRequestId,
    });
    const decision = decide(signalOf(input), { ...dependencies, now: dependencies.now() });
    switch (decision.kind) {
      case 'restore':
        return respondByRestoring(decision, dependencies, runOf);
      case 'inspect':
        return inspectOne(decision.trail, decision.call, await runOf());
      case 'expect':
        return respondByExpecting(decision, await runOf());
      case 'attempt':
        return respondToAttempt(decision, await runOf());
      case 'compare':
        return compareOne(decision, await runOf());
      case 'notice':
        return notice(decision, await runOf());
      case 'baseline':
        return answerBaseline(decision.request, await runOf());
      case 'answer':
        return hear(decision.answer, await runOf());
      case 'sweep':
        return sweep(decision.scheduleArn, await runOf());
      case 'ignore':
        dependencies.log.info({ event: 'input-ignored', reason: safeText(decision.reason, 512) });
        if (decision.senseless) {
          (await dependencies.loadTools()).count(METRIC.INPUTS_IGNORED);
        }
        return undefined;
    }
  };
}
