import { Duration, Stack } from 'aws-cdk-lib';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { TrailGuard } from '../../lib';
import { METRIC } from '../../lib/contract/metrics';
import { GuardMetrics, ownMetric } from '../../lib/guard-metrics';

const stack = new Stack();
const guard = new TrailGuard(stack, 'TrailGuard');
const ofFunction = { FunctionName: guard.function.functionName };

type MetricMethod = Extract<keyof TrailGuard, `metric${string}`>;

const METHODS: [MetricMethod, string, string, string][] = [
  ['metricTrailsRestored', 'TrailGuard', 'TrailsRestored', 'Sum'],
  ['metricRestoreFailures', 'TrailGuard', 'RestoreFailures', 'Sum'],
  ['metricDarkSeconds', 'TrailGuard', 'DarkSeconds', 'Maximum'],
  ['metricAttempts', 'TrailGuard', 'Attempts', 'Sum'],
  ['metricMessageFailures', 'TrailGuard', 'MessageFailures', 'Sum'],
  ['metricStateFailures', 'TrailGuard', 'StateFailures', 'Sum'],
  ['metricCoverageGaps', 'TrailGuard', 'CoverageGaps', 'Maximum'],
  ['metricRestoreSeconds', 'TrailGuard', 'RestoreSeconds', 'Maximum'],
  ['metricChannelFailures', 'TrailGuard', 'ChannelFailures', 'Sum'],
  ['metricInvestigationsFailed', 'TrailGuard', 'InvestigationsFailed', 'Sum'],
  ['metricContainments', 'TrailGuard', 'Containments', 'Sum'],
  ['metricInputsIgnored', 'TrailGuard', 'InputsIgnored', 'Sum'],
  ['metricFunctionErrors', 'AWS/Lambda', 'Errors', 'Sum'],
  ['metricDeadLetters', 'AWS/SQS', 'ApproximateNumberOfMessagesVisible', 'Maximum'],
  ['metricSweepsCompleted', 'AWS/DynamoDB', 'SuccessfulRequestLatency', 'SampleCount'],
];

test.each(METHODS)('%s is %s %s, %s over 5 minutes', (method, namespace, metricName, statistic) => {
  const metric: Metric = guard[method]();
  expect(metric).toMatchObject({ namespace, metricName, statistic, period: Duration.minutes(5) });
});

test.each(METHODS.filter(([, namespace]) => namespace === 'TrailGuard'))('%s has one dimension', (method) => {
  expect(guard[method]().dimensions).toEqual(ofFunction);
});

test.each(METHODS)('%s takes options', (method) => {
  const metric = guard[method]({ period: Duration.minutes(1), statistic: 'Minimum', label: 'Mine' });
  expect(metric).toMatchObject({ period: Duration.minutes(1), statistic: 'Minimum', label: 'Mine' });
});

test('there is a method for every metric that the function emits', () => {
  expect(METHODS.flatMap(([, namespace, name]) => (namespace === 'TrailGuard' ? [name] : [])).sort()).toEqual(
    Object.values(METRIC).sort(),
  );
});

test('every metric method is listed here', () => {
  const methods = Object.getOwnPropertyNames(TrailGuard.prototype).filter((name) => name.startsWith('metric'));
  expect(METHODS.map(([method]) => method as string).sort()).toEqual(methods.sort());
});

test.each(Object.values(METRIC))('%s is one metric, whoever makes it', (name) => {
  const method = `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
  expect(Object.getOwnPropertyNames(GuardMetrics.prototype)).toContain(method);
  const [statistic] = METHODS.flatMap(([, , metricName, of]) => (metricName === name ? [of] : []));
  expect(ownMetric(guard.function, name)).toMatchObject({
    namespace: 'TrailGuard',
    metricName: name,
    dimensions: ofFunction,
    ...(statistic === undefined ? {} : { statistic }),
  });
});
