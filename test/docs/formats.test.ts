import { matches } from '../../drill/stand-in/event-pattern';
import { asffOf } from '../../lambda/channels/asff';
import { chatOf } from '../../lambda/channels/chat';
import { ocsfOf } from '../../lambda/channels/ocsf';
import type { Incident } from '../../lib/contract/incident';
import { INCIDENT_DETAIL_TYPE, INCIDENT_EVENT_SOURCE } from '../../lib/contract/incident-event';
import { asffErrors } from '../lambda/channels/asff-schema';
import { INCIDENTS, KINDS } from '../lambda/channels/incidents';
import { ocsfErrors } from '../lambda/channels/ocsf-schema';
import { blocksOf, codeOf, read, tableUnder } from './documents';

const markdown = read('docs/formats.md');
const block = (note: string, document = markdown) =>
  JSON.parse(blocksOf(document).find((candidate) => candidate.note === note)?.text ?? '');
const incident = block('incident', read('docs/incident.md')) as Incident;

/** As it comes from the event bus. */
const eventOf = (told: Incident) => JSON.parse(JSON.stringify({ detail: ocsfOf(told) }));

test('the event is that of the incident in the other document', () => {
  const { unmapped, ...event } = block('ocsf');
  expect({ ...event, unmapped: incident }).toEqual(ocsfOf(incident));
  expect(incident).toMatchObject(unmapped);
  expect(ocsfErrors(block('ocsf'))).toEqual([]);
  expect(markdown).toContain(`\`${INCIDENT_EVENT_SOURCE}\``);
  expect(markdown).toContain(`\`${INCIDENT_DETAIL_TYPE}\``);
});

test('so is the finding', () => {
  const finding = block('asff');
  expect(finding).toEqual(asffOf(incident, { partition: 'aws', now: new Date(finding.UpdatedAt) }));
  expect(asffErrors({ Findings: [finding] })).toEqual([]);
});

test('so is the chat message', () => {
  expect(block('chat')).toEqual(JSON.parse(JSON.stringify(chatOf(incident))));
});

test.each([
  ['OCSF event', eventOf(INCIDENTS.investigated as Incident).detail],
  ['Security Hub', asffOf(INCIDENTS.investigated as Incident, { partition: 'aws', now: new Date(0) })],
])('every field that is named under %s is there', (heading, told) => {
  const names = tableUnder(markdown, heading).flatMap(([cell = '']) =>
    cell.split(', ').map((name) => codeOf(name).split('.')),
  );
  expect(names.length).toBeGreaterThan(10);
  for (const path of names) {
    const value = path.reduce<unknown>((part, name) => (part as Record<string, unknown> | undefined)?.[name], told);
    expect([path.join('.'), value]).not.toEqual([path.join('.'), undefined]);
  }
});

test('what is said to be always there is', () => {
  const [, sentence = ''] = /These fields are always there: ([\s\S]+?)\.\n/.exec(markdown) ?? [];
  const paths = [...sentence.matchAll(/`([^`]+)`/g)].map(([, path = '']) => path.split('.'));
  expect(paths.length).toBeGreaterThan(8);
  for (const kind of KINDS) {
    for (const path of paths) {
      const event = eventOf(INCIDENTS[kind] as Incident).detail;
      expect(path.reduce((part, name) => part?.[name], event)).toBeTruthy();
    }
  }
});

test.each<[string, string[], string[]]>([
  ['pattern severe', ['outcome restored', 'investigated', 'repeated'], ['outcome attempted', 'outcome adopted']],
  ['pattern blind', ['outcome restore-failed', 'outcome trail-missing'], ['outcome restored', 'investigated']],
  ['pattern credentials', ['investigated'], ['investigated at once', 'outcome restored']],
])('%s matches what it should', (note, matching, others) => {
  const matched = (kind: string) => matches(block(note), eventOf(INCIDENTS[kind] as Incident));
  expect(matching.filter(matched)).toEqual(matching);
  expect(others.filter(matched)).toEqual([]);
});
