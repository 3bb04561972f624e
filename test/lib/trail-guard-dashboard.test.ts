import { App, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import fc from 'fast-check';
import { TrailGuard, TrailGuardDashboard, type TrailGuardDashboardProps } from '../../lib';
import { METRIC, METRIC_DIMENSION, METRIC_NAMESPACE, METRICS_IN_SECONDS } from '../../lib/contract/metrics';
import { anchorsOf, read } from '../docs/documents';
import { type DashboardBody, dashboardIn, type MetricRow, type Widget } from './dashboard-body';
import { flat, IN_REGION, only, thrownBy } from './fixture';

interface Shown {
  readonly template: Template;
  readonly body: DashboardBody;
}

function shown(props: Omit<TrailGuardDashboardProps, 'guard'> = {}, stackProps: StackProps = {}): Shown {
  const stack = new Stack(new App(), 'Stack', stackProps);
  const guard = new TrailGuard(stack, 'TrailGuard');
  new TrailGuardDashboard(stack, 'Dashboard', { guard, ...props });
  const template = Template.fromStack(stack);
  return { template, body: dashboardIn(template) };
}

const { template, body } = shown();
const { widgets } = body;
const byTitle = (title: string) => widgets.find(({ properties }) => properties.title === title);
const metricsOf = ({ properties }: Widget) =>
  (properties.metrics ?? []).filter((row): row is MetricRow => typeof row[0] === 'string');

test('is what was looked at', () => {
  expect(body).toMatchSnapshot();
});

test('is one resource beside those of the guard', () => {
  const stack = new Stack(new App(), 'Stack');
  new TrailGuard(stack, 'TrailGuard');
  const types = (of: Template) => Object.values(of.toJSON().Resources as Record<string, { Type: string }>);
  expect(types(template).length - types(Template.fromStack(stack)).length).toBe(1);
});

test('no two widgets overlap, none reaches over the edge, and no line is left empty', () => {
  const cells = new Set<string>();
  for (const { x, y, width, height } of widgets) {
    for (let column = x; column < x + width; column++) {
      for (let line = y; line < y + height; line++) {
        expect(column).toBeLessThan(24);
        expect([...cells.keys()].includes(`${column} ${line}`)).toBe(false);
        cells.add(`${column} ${line}`);
      }
    }
  }
  const lines = Math.max(...widgets.map(({ y, height }) => y + height));
  expect(cells.size).toBe(24 * lines);
});

test('every widget but text has a title of its own', () => {
  const titles = widgets.filter(({ type }) => type !== 'text').map(({ properties }) => properties.title);
  expect(titles.every((title) => title !== undefined && title !== '')).toBe(true);
  expect(new Set(titles).size).toBe(titles.length);
});

test('shows every metric that the guard emits, with its one dimension, and no other in its namespace', () => {
  const own = widgets.flatMap(metricsOf).filter(([namespace]) => namespace === METRIC_NAMESPACE);
  expect(new Set(own.map(([, name]) => name))).toEqual(new Set(Object.values(METRIC)));
  const dimensions = own.map(([, , ...rest]) => rest.slice(0, -1));
  expect(dimensions).toEqual(own.map(() => [METRIC_DIMENSION, `<${only(template, 'AWS::Lambda::Function').id}>`]));
});

test.each([...METRICS_IN_SECONDS, METRIC.COVERAGE_GAPS])('of %s it shows the most, and not a sum', (name) => {
  const rows = widgets.flatMap(metricsOf).filter(([, metric]) => metric === name);
  expect(rows.map((row) => row.at(-1))).toEqual(rows.map(() => expect.objectContaining({ stat: 'Maximum' })));
});

test('of AWS it shows metrics that Lambda, SQS and DynamoDB have for free', () => {
  const free = widgets.flatMap(metricsOf).filter(([namespace]) => namespace !== METRIC_NAMESPACE);
  expect(new Set(free.map(([namespace, name]) => `${namespace} ${name}`))).toEqual(
    new Set([
      'AWS/DynamoDB SuccessfulRequestLatency',
      'AWS/Lambda Errors',
      'AWS/Lambda Throttles',
      'AWS/Lambda Duration',
      'AWS/SQS ApproximateNumberOfMessagesVisible',
    ]),
  );
});

test('refers to fewer than 50 metrics: the first three dashboards of an account are free up to that', () => {
  const names = widgets.flatMap(metricsOf).map((row) => JSON.stringify(row.slice(0, -1)));
  expect(new Set(names).size).toBeLessThan(50);
});

test('every alarm of the guard has its status', () => {
  const alarms = Object.keys(template.findResources('AWS::CloudWatch::Alarm')).map((id) => `<${id}.Arn>`);
  expect([...(byTitle('Alarms')?.properties.alarms ?? [])].sort()).toEqual(alarms.sort());
});

test.each([
  ['Sweeps completed', 'SuccessfulRequestLatency'],
  ['What failed', 'RestoreFailures'],
  ['Management events that no healthy trail records', 'CoverageGaps'],
  ['Dead letters: what was not handled to the end', 'ApproximateNumberOfMessagesVisible'],
])('%s has the line at which its alarm rings', (title, metricName) => {
  const alarms = Object.values(template.findResources('AWS::CloudWatch::Alarm')).map(({ Properties }) => Properties);
  const alarm = alarms.find(({ MetricName }) => MetricName === metricName);
  const widget = byTitle(title);
  expect(widget?.properties.annotations?.horizontal).toMatchObject([{ value: alarm?.Threshold, yAxis: 'left' }]);
  expect(widget && metricsOf(widget).map(([, name]) => name)).toContain(metricName);
});

test.each([
  ['Sweeps completed', 'SuccessfulRequestLatency'],
  ['Management events that no healthy trail records', 'CoverageGaps'],
])('%s is shown at the period of its alarm, whatever the time range', (title, metricName) => {
  const stack = new Stack(new App(), 'Stack');
  const guard = new TrailGuard(stack, 'TrailGuard', {
    sweepInterval: Duration.minutes(15),
    comparisonInterval: Duration.hours(2),
  });
  new TrailGuardDashboard(stack, 'Dashboard', { guard });
  const of = Template.fromStack(stack);
  const alarms = Object.values(of.findResources('AWS::CloudWatch::Alarm')).map(({ Properties }) => Properties);
  const { periodOverride, widgets: all } = dashboardIn(of);
  const widget = all.find(({ properties }) => properties.title === title);
  const periods = widget && metricsOf(widget).map((row) => (row.at(-1) as { period?: number }).period);
  expect(periods).toEqual([alarms.find(({ MetricName }) => MetricName === metricName)?.Period]);
  expect(periodOverride).toBe('inherit');
});

test('every time series begins at zero and says what it counts', () => {
  const series = widgets.filter(({ properties }) => properties.view === 'timeSeries');
  expect(series.length).toBeGreaterThan(0);
  for (const { properties } of series) {
    expect(properties.yAxis?.left).toEqual({ label: expect.stringMatching(/^[a-z]+$/), min: 0, showUnits: false });
  }
});

test('every line of a time series has a label', () => {
  const rows = widgets.flatMap(({ properties }) => properties.metrics ?? []);
  expect(rows.map((row) => row.at(-1))).toEqual(rows.map(() => expect.objectContaining({ label: expect.any(String) })));
});

test('incidents are read from the log of the function', () => {
  const logGroup = `<${only(template, 'AWS::Logs::LogGroup').id}>`;
  const queries = widgets.flatMap(({ properties }) => (properties.query === undefined ? [] : [properties.query]));
  expect(queries).toHaveLength(3);
  expect(queries.map((query) => query.startsWith(`SOURCE '${logGroup}' | `))).toEqual([true, true, true]);
});

test('links to what there is: documents of the project and the log in the console of any partition', () => {
  const markdown = widgets[0]?.properties.markdown ?? '';
  const links = [...markdown.matchAll(/\]\(([^)]+)\)/g)].map(([, link = '']) => link);
  const [runbook = '', meaning = '', log = ''] = links;
  expect(read(runbook.replace(/^.*\/blob\/main\//, ''))).toContain('# Runbook');
  expect(read(meaning.replace(/^.*\/blob\/main\//, ''))).toContain('# Dashboard');
  expect(log).toMatch(/^\/cloudwatch\/home\?region=<AWS::Region>#logsV2:log-groups\/log-group\/<TrailGuard\w+>$/);
  const { AlarmDescription } = Object.values(template.findResources('AWS::CloudWatch::Alarm'))[0]?.Properties ?? {};
  expect(flat(AlarmDescription)).toContain(runbook);
});

test('docs/dashboard.md has a section for every widget', () => {
  const anchors = anchorsOf(read('docs/dashboard.md'));
  const missing = widgets.flatMap(({ properties: { title } }) => {
    const anchor = title
      ?.toLowerCase()
      .replace(/[^\w\s-]/g, '')
      .replace(/\s/g, '-');
    return anchor === undefined || anchors.has(anchor) ? [] : [anchor];
  });
  expect(missing).toEqual([]);
});

test.each([
  ['nothing known', {}],
  ['an account and a Region', IN_REGION],
  ['China', { env: { account: '111122223333', region: 'cn-north-1' } }],
  ['GovCloud', { env: { account: '111122223333', region: 'us-gov-west-1' } }],
])('names no partition and no other Region, with %s', (_, stackProps) => {
  const made = shown({}, stackProps);
  const text = JSON.stringify(made.template.findResources('AWS::CloudWatch::Dashboard'));
  expect(text).not.toMatch(/arn:aws|amazonaws|console\.aws/);
  const region = flat((stackProps as StackProps).env?.region ?? { Ref: 'AWS::Region' });
  const regions = made.body.widgets.flatMap(({ properties }) => properties.region ?? []);
  expect(new Set(regions.map((value) => value.replace('<AWS::Region>', region)))).toEqual(new Set([region]));
});

test('has no name of its own, so that each Region may have one', () => {
  expect(only(template, 'AWS::CloudWatch::Dashboard').properties.DashboardName).toBeUndefined();
});

test('takes a name', () => {
  const named = shown({ dashboardName: 'trail-guard' }).template;
  named.hasResourceProperties('AWS::CloudWatch::Dashboard', { DashboardName: 'trail-guard' });
});

test('shows a week, or what it is told to', () => {
  expect(body.start).toBe('-P7D');
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 400 }), (days) => {
      expect(shown({ defaultInterval: Duration.days(days) }).body.start).toBe(`-P${days}D`);
    }),
    { numRuns: 3 },
  );
});

test('may be in another stack of the same account and Region', () => {
  const app = new App({ context: { '@aws-cdk/core:defaultCrossStackReferences': 'strong' } });
  const guard = new TrailGuard(new Stack(app, 'Guard', IN_REGION), 'TrailGuard');
  const stack = new Stack(app, 'Dashboards', IN_REGION);
  new TrailGuardDashboard(stack, 'Dashboard', { guard });
  expect(Template.fromStack(stack).findResources('AWS::CloudWatch::Dashboard')).not.toEqual({});
});

test.each([
  ['Region', { env: { account: '111122223333', region: 'us-east-1' } }],
  ['account', { env: { account: '444455556666', region: 'eu-west-1' } }],
])('fails if the guard is in another %s', (_, stackProps) => {
  const app = new App();
  const guard = new TrailGuard(new Stack(app, 'Guard', stackProps), 'TrailGuard');
  const stack = new Stack(app, 'Dashboards', IN_REGION);
  expect(thrownBy(() => new TrailGuardDashboard(stack, 'Dashboard', { guard })).message).toBe(
    `TrailGuard: 'guard' is 'Guard/TrailGuard', which is in ${stackProps.env.region} of account ${stackProps.env.account}, ` +
      'but must be a guard in eu-west-1 of account 111122223333, those of the stack. ' +
      'Make the dashboard in the stack of its guard.',
  );
});
