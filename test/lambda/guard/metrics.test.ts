import { createCount } from '../../../lambda/guard/metrics';
import { METRIC } from '../../../lib/contract/metrics';

test.each([
  [METRIC.TRAILS_RESTORED, undefined, 1, 'Count'],
  [METRIC.DARK_SECONDS, 12.5, 12.5, 'Seconds'],
  [METRIC.RESTORE_SECONDS, 4.25, 4.25, 'Seconds'],
  [METRIC.CHANNEL_FAILURES, 2, 2, 'Count'],
])('%s is one line in the embedded metric format', (metric, value, written, unit) => {
  const lines: string[] = [];
  const count = createCount(
    'guard',
    (line) => lines.push(line),
    () => new Date(1_772_445_600_000),
  );
  count(metric, value);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^[^\n]+\n$/);
  expect(JSON.parse(lines[0] ?? '')).toEqual({
    _aws: {
      Timestamp: 1_772_445_600_000,
      CloudWatchMetrics: [
        { Namespace: 'TrailGuard', Dimensions: [['FunctionName']], Metrics: [{ Name: metric, Unit: unit }] },
      ],
    },
    FunctionName: 'guard',
    [metric]: written,
  });
});
