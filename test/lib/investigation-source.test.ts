import { App, Stack } from 'aws-cdk-lib';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { InvestigationSource } from '../../lib/investigation-source';
import { ACCOUNT, IN_REGION, REGION, thrownBy } from './fixture';

const CALENDAR_ARN = `arn:aws:ssm:${REGION}:444455556666:document/freeze`;

test('each source names what it asks', () => {
  const stack = new Stack(new App(), 'Stack', IN_REGION);
  const arn = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:who-is`;
  const own = LambdaFunction.fromFunctionArn(stack, 'Own', arn);
  const all = [
    InvestigationSource.guardDuty(),
    InvestigationSource.securityHub(),
    InvestigationSource.networkAddresses(),
    InvestigationSource.changeCalendar('releases'),
    InvestigationSource.changeCalendar(CALENDAR_ARN),
    InvestigationSource.organization(),
    InvestigationSource.productionTag('stage', ['prod', 'live']),
    InvestigationSource.enrichment(own),
  ];
  expect(all.map(({ kind, value, values }) => [kind, value, values])).toEqual([
    ['guardDuty', '', []],
    ['securityHub', '', []],
    ['networkAddresses', '', []],
    ['changeCalendar', 'releases', []],
    ['changeCalendar', CALENDAR_ARN, []],
    ['organization', '', []],
    ['productionTag', 'stage', ['prod', 'live']],
    ['enrichment', arn, []],
  ]);
});

test.each(['', 'ab', 'a b', 'releases/*', '*', `arn:aws:ssm:${REGION}:${ACCOUNT}:parameter/freeze`])(
  'the change calendar %j is none',
  (nameOrArn) => {
    const error = thrownBy(() => InvestigationSource.changeCalendar(nameOrArn));
    expect(error.name).toBe('TrailGuardValidationError');
    expect(error.message).toContain(`'investigation.sources' is the change calendar '${nameOrArn}'`);
  },
);

test.each<[string, string, string[], string]>([
  ['a key', '', ['prod'], "the tag ''"],
  ['a short key', 'k'.repeat(129), ['prod'], `the tag '${'k'.repeat(129)}'`],
  ['values', 'stage', [], "the tag 'stage' without a value"],
])('a production tag needs %s', (_, key, values, given) => {
  const error = thrownBy(() => InvestigationSource.productionTag(key, values));
  expect(error.message).toContain(`'investigation.sources' is ${given}, but must be`);
});

test("the caller's list of values is not kept", () => {
  const values = ['prod'];
  const source = InvestigationSource.productionTag('stage', values);
  values.push('dev');
  expect(source.values).toEqual(['prod']);
});
