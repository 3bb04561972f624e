import { Duration, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { StackSetCaller, type TrailGuardHubProps } from '../../lib';
import { HUB_METRIC } from '../../lib/contract/hub';
import { IN_REGION } from './fixture';
import { hubbed, ORGANIZATION_ID } from './hub-fixture';

// The bundle's hash changes with every change of the function, which has tests of its own.
expect.addSnapshotSerializer({
  test: (value) => typeof value === 'string' && /^[0-9a-f]{64}(\.\w+)?$/.test(value),
  serialize: (value: string) => JSON.stringify(value.replace(/^[0-9a-f]{64}/, '<asset hash>')),
});

test('the template of a hub that watches a stack set', () => {
  const { template } = hubbed({}, {}, (hub) => hub.watchStackSet({ stackSetName: 'TrailGuard' }));
  expect(template.toJSON()).toMatchSnapshot();
});

/** All of them: one that is left out here does not compile. */
const everyProp = (stack: Stack): Required<TrailGuardHubProps> => ({
  organizationId: ORGANIZATION_ID,
  emails: ['security@example.com'],
  topic: new Topic(stack, 'Topic'),
  heartbeatInterval: Duration.minutes(30),
  stackSets: [
    {
      stackSetName: 'TrailGuard',
      callAs: StackSetCaller.DELEGATED_ADMIN,
      region: 'us-east-1',
      readerRoleArn: 'arn:aws:iam::444455556666:role/TrailGuardReader',
    },
  ],
  guards: [{ account: '444455556666', region: 'eu-west-1' }],
  guardVersion: '0.2.0+1a2b3c4d5e6f',
  deployedBy: ['arn:aws:iam::*:role/Deployment'],
  archiveRetention: Duration.days(30),
  logRetention: RetentionDays.ONE_MONTH,
  removalPolicy: RemovalPolicy.DESTROY,
});

test('the template of a hub with every prop', () => {
  expect(hubbed(everyProp, IN_REGION).template.toJSON()).toMatchSnapshot();
});

test('has a metric for each that it emits, of the function that emits it', () => {
  const { hub, stack } = hubbed();
  const metrics = [
    hub.metricGuardsExpected(),
    hub.metricGuardsQuiet(),
    hub.metricGuardsOutdated(),
    hub.metricCensusesCompleted(),
    hub.metricIncidents(),
    hub.metricEventsRejected(),
  ];
  expect(new Set(metrics.map(({ metricName }) => metricName))).toEqual(new Set(Object.values(HUB_METRIC)));
  const functionOf = new Map(metrics.map(({ metricName, dimensions }) => [metricName, stack.resolve(dimensions)]));
  const { censusFunction, ingestFunction } = hub;
  const census = { FunctionName: stack.resolve(censusFunction.functionName) };
  const ingest = { FunctionName: stack.resolve(ingestFunction.functionName) };
  expect([...functionOf.values()]).toEqual([census, census, census, census, ingest, ingest]);
});

test('two hubs of one account have nothing in common', () => {
  const [first, second] = ['One', 'Two'].map((stackName) => {
    const { template } = hubbed({}, { stackName });
    return template.toJSON().Resources as Record<string, { Properties: { Name?: string } }>;
  });
  const names = (resources = first) =>
    Object.values(resources ?? {}).flatMap(({ Properties }) => Properties?.Name ?? []);
  expect(names(first)).toHaveLength(1);
  expect(names(first)).not.toEqual(names(second));
});
