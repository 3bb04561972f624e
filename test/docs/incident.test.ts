import Ajv from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import ts from 'typescript';
import { subjectOf } from '../../lambda/guard/headline';
import { mailText } from '../../lambda/guard/mail';
import { messageOf } from '../../lambda/guard/publish';
import { FINAL_OUTCOMES, INCIDENT_SCHEMA_VERSION, type Incident } from '../../lib/contract/incident';
import { blocksOf, codeOf, read, tableUnder } from './documents';

const markdown = read('docs/incident.md');
const block = (note: string) =>
  blocksOf(markdown)
    .find((candidate) => candidate.note === note)
    ?.text.trim() ?? '';
const incident = JSON.parse(block('incident')) as Incident;
const FILE = 'lib/contract/incident.ts';
const source = ts.createSourceFile(FILE, read(FILE), ts.ScriptTarget.ES2022);

test('the example is one message in all its forms', () => {
  expect(incident.schemaVersion).toBe(INCIDENT_SCHEMA_VERSION);
  expect(block('subject')).toBe(subjectOf(incident));
  expect(block('mail')).toBe(mailText(incident));
});

test.each([
  ['the example', incident],
  ['a changed trail', { ...incident, changes: JSON.parse(block('changes')) }],
])('%s is valid', (_, message) => {
  const ajv = addFormats(new Ajv({ strict: true, strictRequired: false, strictTypes: false }));
  const validate = ajv.compile(JSON.parse(read('docs/incident.schema.json')));
  validate(message);
  expect(validate.errors).toBeNull();
});

test('every outcome is told, and which are final', () => {
  const rows = tableUnder(markdown, 'Outcomes').map(([outcome, , , final]) => [codeOf(outcome), final === 'yes']);
  const declared = declarationOf('Outcome', ts.isTypeAliasDeclaration)?.type;
  const outcomes =
    declared && ts.isUnionTypeNode(declared) ? declared.types.map((type) => type.getText(source).slice(1, -1)) : [];
  expect(outcomes.length).toBeGreaterThan(0);
  expect(rows).toEqual(outcomes.map((outcome) => [outcome, FINAL_OUTCOMES.some((final) => final === outcome)]));
});

test('every field is told, and which may be missing', () => {
  const rows = tableUnder(markdown, 'Fields').map(
    ([field = '']) => `${codeOf(field)}${field.endsWith('?') ? '?' : ''}`,
  );
  const incidentFields = fieldsOf('Incident', '');
  expect(incidentFields.length).toBeGreaterThan(30);
  expect([...rows].sort()).toEqual([...incidentFields].sort());
});

test('protocols and attributes are as published', () => {
  const { Message, MessageAttributes } = messageOf(incident);
  const section = markdown.slice(markdown.indexOf('## How it is published'));
  const [bodies = '', attributes = ''] = section.split('These message attributes');
  const told = [...bodies.matchAll(/^\| .*?\|/gm)].flatMap(([cell]) =>
    [...cell.matchAll(/`([\w-]+)`/g)].map(([, p]) => p),
  );
  expect(told.filter((protocol) => protocol !== 'email-json').sort()).toEqual(Object.keys(JSON.parse(Message)).sort());
  for (const attribute of Object.keys(MessageAttributes)) {
    expect(attributes).toMatch(new RegExp(`^\\| \`${attribute}\` +\\|`, 'm'));
  }
});

function declarationOf<T extends ts.DeclarationStatement>(
  name: string,
  is: (statement: ts.Statement) => statement is T & ts.Statement,
): T | undefined {
  return source.statements.filter(is).find((statement) => statement.name?.getText(source) === name);
}

/** The paths of a type's fields, those of types in other files by what they are there. */
function fieldsOf(type: string, path: string): string[] {
  if (type === 'AttackReference') {
    return ['id', 'name', 'tactic', 'formerId'].map((field) => `${path}${field}`);
  }
  return (declarationOf(type, ts.isInterfaceDeclaration)?.members ?? ([] as ts.TypeElement[])).flatMap((member) =>
    memberFields(member, path),
  );
}

function memberFields(member: ts.TypeElement, path: string): string[] {
  if (!ts.isPropertySignature(member) || member.type === undefined) {
    return [];
  }
  const name = `${path}${member.name.getText(source)}`;
  return [`${name}${member.questionToken ? '?' : ''}`, ...typeFields(member.type, name)];
}

function typeFields(type: ts.TypeNode, name: string): string[] {
  if (ts.isTypeLiteralNode(type)) {
    return type.members.flatMap((member) => memberFields(member, `${name}.`));
  }
  if (ts.isTypeOperatorNode(type) && ts.isArrayTypeNode(type.type)) {
    return typeFields(type.type.elementType, `${name}[]`);
  }
  return ts.isTypeReferenceNode(type) ? fieldsOf(type.typeName.getText(source), `${name}.`) : [];
}
