import { HUB_INCIDENT_LINE } from './contract/hub';

/** The lines of incidents. Lambda's JSON log format has what is logged under `message`. */
const INCIDENTS = `filter message.event = "${HUB_INCIDENT_LINE}"`;

/** What each line is shown by. */
const COLUMNS = ['account', 'region', 'severity', 'technique', 'outcome', 'actor', 'target', 'incident'];

/** The latest message of each incident, the latest incident first. Ids of incidents are unique in an account. */
export const LATEST_INCIDENTS: string[] = [
  INCIDENTS,
  `fields @timestamp, ${COLUMNS.map((name) => `message.${name} as ${name}`).join(', ')}`,
  `display @timestamp, ${COLUMNS.join(', ')}`,
  'sort @timestamp desc',
  'dedup account, incident',
  'limit 50',
];

/** How many incidents there are of each kind, each counted once and as it was told last. */
const incidentsBy = (name: string): string[] => [
  INCIDENTS,
  `fields message.account as account, message.incident as incident, message.${name} as named`,
  'stats latest(named) as kind by account, incident',
  'stats count(*) as incidents by kind',
  'sort incidents desc',
  'limit 20',
];

export const INCIDENTS_BY_ACCOUNT: string[] = incidentsBy('account');
export const INCIDENTS_BY_SEVERITY: string[] = incidentsBy('severity');
export const INCIDENTS_BY_TECHNIQUE: string[] = incidentsBy('technique');
