import {
  DeleteFunctionConcurrencyCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  GetFunctionEventInvokeConfigCommand,
  type LambdaClient,
  PutFunctionEventInvokeConfigCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import type { FunctionPart } from '../../lib/contract/own-parts';
import {
  CONCURRENCY,
  CONFIGURATION,
  compareFunction,
  configurationOf,
  type FunctionState,
  retriesOf,
} from './compare/function';
import { type Part, type Step, unlessGone } from './part';
import { type Sleep, UPDATE_DELAYS } from './patience';

const GONE = ['ResourceNotFoundException'];

/**
 * A function: how it is configured, and how Lambda invokes it.
 *
 * @param isGuard whether it is the guard's own
 */
export function functionPart(
  expected: FunctionPart,
  isGuard: boolean,
  lambda: LambdaClient,
  sleep: Sleep,
): Part<FunctionState | undefined> {
  const { name: FunctionName } = expected;
  const configuration = () => lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));

  const update = async (state: FunctionState) => {
    const input = configurationOf(expected, state);
    // One update at a time: somebody else's may be under way.
    await until(sleep, () =>
      unlessGone(['ResourceConflictException'], () => lambda.send(new UpdateFunctionConfigurationCommand(input))),
    );
    const { LastUpdateStatus, LastUpdateStatusReason } = await until(sleep, async () => {
      const now = await configuration();
      return now.LastUpdateStatus === 'InProgress' ? undefined : now;
    });
    if (LastUpdateStatus === 'Failed') {
      throw new Error(`Lambda could not put it into effect: ${LastUpdateStatusReason}`);
    }
  };

  return {
    kind: 'function',
    name: FunctionName,
    async read() {
      const found = await unlessGone(GONE, configuration);
      if (found === undefined) {
        return undefined;
      }
      const { Environment, KMSKeyArn } = found;
      if (Environment?.Error && KMSKeyArn === expected.keyArn) {
        throw new Error(`Its environment cannot be read: ${Environment.Error.Message}`);
      }
      const concurrency = await lambda.send(new GetFunctionConcurrencyCommand({ FunctionName }));
      const retries = await unlessGone(GONE, () =>
        lambda.send(new GetFunctionEventInvokeConfigCommand({ FunctionName })),
      );
      return { configuration: found, concurrency: concurrency.ReservedConcurrentExecutions, retries };
    },
    compare: (state) => compareFunction(expected, isGuard, state),
    tell: (state) => ({ code: state?.configuration.CodeSha256 }),

    mend(state, differences) {
      const steps: Step[] = [];
      if (state === undefined) {
        return steps;
      }
      const techniques = new Set(differences.map(({ technique }) => technique));
      if (techniques.delete(CONCURRENCY)) {
        steps.push(() => lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName })));
      }
      if (techniques.delete(CONFIGURATION)) {
        steps.push(() => update(state));
      }
      if (techniques.size > 0) {
        const retries = { FunctionName, ...retriesOf(expected) };
        steps.push(() => lambda.send(new PutFunctionEventInvokeConfigCommand(retries)));
      }
      return steps;
    },
  };
}

/** @throws Error if there is nothing after the last delay */
async function until<T>(sleep: Sleep, ask: () => Promise<T | undefined>): Promise<T> {
  for (const delay of UPDATE_DELAYS) {
    await sleep(delay);
    const answer = await ask();
    if (answer !== undefined) {
      return answer;
    }
  }
  throw new Error('Another update of it is still under way');
}
