import { HUB_METRIC } from '../../lib/contract/hub';
import { METRIC_DIMENSION, METRIC_NAMESPACE } from '../../lib/contract/metrics';
import { read } from '../docs/documents';
import { dashboardIn, type MetricRow, type Widget } from './dashboard-body';
import { only } from './fixture';
import { hubbed } from './hub-fixture';

const { template } = hubbed();
const { widgets, periodOverride } = dashboardIn(template);
const byTitle = (title: string) => widgets.find(({ properties }) => properties.title === title);
const metricsOf = ({ properties }: Widget) =>
  (properties.metrics ?? []).filter((row): row is MetricRow => typeof row[0] === 'string');

test('no two widgets overlap, none reaches over the edge, and no line is left empty', () => {
  const cells = new Set<string>();
  for (const { x, y, width, height } of widgets) {
    for (let column = x; column < x + width; column++) {
      for (let line = y; line < y + height; line++) {
        expect(column).toBeLessThan(24);
        expect(cells.has(`${column} ${line}`)).toBe(false);
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

test('shows every metric that the hub emits, of the function that emits it, and no other in its namespace', () => {
  const own = widgets.flatMap(metricsOf).filter(([namespace]) => namespace === METRIC_NAMESPACE);
  const shown = new Map(own.map(([, name, dimension, functionName]) => [name, [dimension, functionName]]));
  const idOf = (name: RegExp) =>
    Object.keys(template.findResources('AWS::Lambda::Function')).find((id) => name.test(id));
  const census = [METRIC_DIMENSION, `<${idOf(/Census/)}>`];
  const ingest = [METRIC_DIMENSION, `<${idOf(/Ingest/)}>`];
  expect(Object.fromEntries(shown)).toEqual({
    [HUB_METRIC.GUARDS_EXPECTED]: census,
    [HUB_METRIC.GUARDS_QUIET]: census,
    [HUB_METRIC.GUARDS_OUTDATED]: census,
    [HUB_METRIC.CENSUSES_COMPLETED]: census,
    [HUB_METRIC.INCIDENTS]: ingest,
    [HUB_METRIC.EVENTS_REJECTED]: ingest,
  });
});

test.each([HUB_METRIC.GUARDS_EXPECTED, HUB_METRIC.GUARDS_QUIET, HUB_METRIC.GUARDS_OUTDATED])(
  'of %s it shows the most, and not a sum',
  (name) => {
    const rows = widgets.flatMap(metricsOf).filter(([, metric]) => metric === name);
    expect(rows.map((row) => row.at(-1))).toEqual(rows.map(() => expect.objectContaining({ stat: 'Maximum' })));
  },
);

test('every alarm of the hub has its status', () => {
  const alarms = Object.keys(template.findResources('AWS::CloudWatch::Alarm')).map((id) => `<${id}.Arn>`);
  expect([...(byTitle('Alarms of the hub')?.properties.alarms ?? [])].sort()).toEqual(alarms.sort());
});

test('censuses are shown at the period of their alarm, whatever the time range', () => {
  const alarms = Object.values(template.findResources('AWS::CloudWatch::Alarm')).map(({ Properties }) => Properties);
  const alarm = alarms.find(({ MetricName }) => MetricName === HUB_METRIC.CENSUSES_COMPLETED);
  const widget = byTitle('Censuses completed');
  expect(widget && metricsOf(widget).map((row) => (row.at(-1) as { period?: number }).period)).toEqual([alarm?.Period]);
  expect(widget?.properties.annotations?.horizontal).toMatchObject([{ value: alarm?.Threshold }]);
  expect(periodOverride).toBe('inherit');
});

test('refers to fewer than 50 metrics: the first three dashboards of an account are free up to that', () => {
  const names = widgets.flatMap(metricsOf).map((row) => JSON.stringify(row.slice(0, -1)));
  expect(new Set(names).size).toBeLessThan(50);
});

test('incidents of all accounts are read from the log that both functions write', () => {
  const logGroup = `<${only(template, 'AWS::Logs::LogGroup').id}>`;
  const queries = widgets.flatMap(({ properties }) => (properties.query === undefined ? [] : [properties.query]));
  expect(queries).toHaveLength(4);
  expect(
    queries.map((query) => query.startsWith(`SOURCE '${logGroup}' | filter message.event = "hub-incident"`)),
  ).toEqual(queries.map(() => true));
});

test('links to what there is', () => {
  const links = [...(widgets[0]?.properties.markdown ?? '').matchAll(/\]\(([^)]+)\)/g)].map(([, link = '']) => link);
  const [runbook = '', hub = '', log = ''] = links;
  expect(read(runbook.replace(/^.*\/blob\/main\//, ''))).toContain('# Runbook');
  expect(read(hub.replace(/^.*\/blob\/main\//, ''))).toContain('# Hub');
  expect(log).toMatch(/^\/cloudwatch\/home\?region=<AWS::Region>#logsV2:log-groups\/log-group\/<Hub\w+>$/);
});

test('names no partition', () => {
  expect(JSON.stringify(template.findResources('AWS::CloudWatch::Dashboard'))).not.toMatch(
    /arn:aws|amazonaws|console\.aws/,
  );
});
