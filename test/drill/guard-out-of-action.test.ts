import {
  GetFunctionConfigurationCommand,
  GetPolicyCommand,
  RemovePermissionCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { distPath } from '../../drill/dist-path';
import { Stage } from '../../drill/stage';
import { StandIn } from '../../drill/stand-in';
import { synthesize } from '../../drill/synthesize';

jest.setTimeout(120_000);

let stage: Stage;
let remove: () => Promise<void>;
beforeEach(async () => {
  const context = { account: '111122223333', region: 'us-east-1' };
  const synthesized = await synthesize(context, distPath('drill', 'repairing-app.js'));
  remove = synthesized.remove;
  const cloudTrail = { lookupEventsPerSecond: 1_000 };
  const standIn = await StandIn.start({ assembly: synthesized.assembly, cloudTrail, retryDelaysMs: [10, 10] });
  stage = await Stage.set(standIn);
});
afterEach(async () => {
  await stage.standIn.stop();
  await remove();
});

/** The first message from now on. */
const nextMessage = () => {
  const since = Date.now();
  return stage.standIn.timeline.until(({ kind, at }) => kind === 'message' && at >= since, 60_000);
};

test('calls of the guard that are led elsewhere are told without it', async () => {
  const { caller, hands } = stage.attacker();
  const since = stage.now();
  const FunctionName = stage.target.guard.function;
  const { Environment } = await hands.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  const Variables = { ...Environment?.Variables, AWS_ENDPOINT_URL: 'http://127.0.0.1:9' };
  const told = nextMessage();
  await hands.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }));
  await told;
  const [witnessed = ''] = stage.witnessed(since);
  expect(witnessed).toContain('UpdateFunctionConfiguration20150331v2');
  expect(witnessed).toContain(caller.arn);
});

test('a guard that no rule may invoke is told without it, and gets its permissions back from its sweep', async () => {
  const { caller, hands } = stage.attacker();
  const intact = await stage.state('guard');
  const since = stage.now();
  const FunctionName = stage.target.guard.function;
  const { Policy = '' } = await hands.lambda.send(new GetPolicyCommand({ FunctionName }));
  for (const { Sid } of JSON.parse(Policy).Statement) {
    await hands.lambda.send(new RemovePermissionCommand({ FunctionName, StatementId: Sid }));
  }
  await stage.standIn.settled();
  expect(
    stage
      .witnessed(since)
      .filter((text) => text.includes('RemovePermission'))
      .at(-1),
  ).toContain(caller.arn);
  await stage.ageComparison();
  await stage.sweep();
  expect((await stage.state('guard')).guard).toBe(intact.guard);
  expect(stage.incidents(since).map(({ technique, outcome }) => [technique.id, outcome])).toContainEqual([
    'guard-permission-removed',
    'restored',
  ]);
});
