/** What a query takes out of the line that the guard logs of each incident it told. */
interface LogField {
  /** Its column. */
  readonly name: string;
  /** Where Logs Insights discovers it: Lambda's JSON log format has what is logged under `message`. */
  readonly path: string;
  /** Where it is in the line as it was written. Text of an event cannot look like this: its quotes are escaped. */
  readonly pattern: string;
}

const FIELDS: readonly LogField[] = [
  { name: 'outcome', path: 'message.incident.outcome', pattern: '"outcome":"([^"]*)","account"' },
  { name: 'technique', path: 'message.incident.technique.id', pattern: '"technique":[{]"id":"([^"]*)"' },
  { name: 'actor', path: 'message.incident.actor.displayName', pattern: '"displayName":"([^"]*)"' },
  { name: 'trail', path: 'message.incident.trail.name', pattern: '"trail":[{][^}]*"name":"([^"]*)"' },
  { name: 'severity', path: 'message.incident.severity', pattern: '"severity":"([^"]*)","riskScore"' },
  { name: 'incident', path: 'message.incident.id', pattern: '"schemaVersion":"[^"]*","id":"([^"]*)"' },
];

/**
 * Takes each field both ways. Logs Insights discovers 200 fields of a JSON line and an investigated incident has more, so
 * whoever makes enough calls in the dark would be left out of what is discovered.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_AnalyzeLogData-discoverable-fields.html
 */
const incidents = (names: readonly string[]): string[] => {
  const fields = FIELDS.filter(({ name }) => names.includes(name));
  return [
    'filter @message like /"event":"incident"/',
    ...fields.map(({ name, pattern }) => `parse @message /${pattern.replace('(', `(?<${name}InLine>`)}/`),
    `fields @timestamp, ${fields.map(({ name, path }) => `coalesce(${path}, ${name}InLine) as ${name}`).join(', ')}`,
  ];
};

/** The latest message of each incident, the latest incident first. */
export const RECENT_INCIDENTS: string[] = [
  ...incidents(FIELDS.map(({ name }) => name)),
  `display @timestamp, ${FIELDS.map(({ name }) => name).join(', ')}`,
  'sort @timestamp desc',
  'dedup incident',
  'limit 20',
];

/** How many incidents there are of each kind, each counted once and as it was told last. */
const incidentsBy = (name: string): string[] => [
  ...incidents([name, 'incident']),
  `stats latest(${name}) as kind by incident`,
  'stats count(*) as incidents by kind',
  'sort incidents desc',
];

export const INCIDENTS_BY_TECHNIQUE: string[] = incidentsBy('technique');
export const INCIDENTS_BY_OUTCOME: string[] = incidentsBy('outcome');
