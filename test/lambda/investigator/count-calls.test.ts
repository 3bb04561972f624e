import { IAMClient, ListAccountAliasesCommand } from '@aws-sdk/client-iam';
import { GetCalendarStateCommand, SSMClient } from '@aws-sdk/client-ssm';
import { countCalls } from '../../../lambda/investigator/count-calls';
import { AwsServer, broken, xml } from './aws-server';

let aws: AwsServer;
beforeAll(async () => {
  aws = await AwsServer.start();
});
afterAll(() => aws.stop());
beforeEach(() => aws.reset());

test('every request of every client counts, repeated and failed ones too', async () => {
  aws.on('GetCalendarState', broken, { State: 'OPEN' });
  aws.on('ListAccountAliases', xml('ListAccountAliases', { AccountAliases: ['prod'], IsTruncated: false }, 'member'));
  const counter = { calls: 0 };
  const ssm = countCalls(new SSMClient(aws.client('eu-central-1', 2)), counter);
  const iam = countCalls(new IAMClient(aws.client()), counter);
  await ssm.send(new GetCalendarStateCommand({ CalendarNames: ['a'] }));
  await iam.send(new ListAccountAliasesCommand({}));
  await iam.send(new ListAccountAliasesCommand({}));
  expect(counter.calls).toBe(4);
  expect(aws.calls).toHaveLength(4);
});

test('counting a client once more counts nothing twice', async () => {
  aws.on('GetCalendarState', { State: 'OPEN' });
  const counter = { calls: 0 };
  const ssm = new SSMClient(aws.client());
  await countCalls(countCalls(ssm, counter), counter).send(new GetCalendarStateCommand({ CalendarNames: ['a'] }));
  expect(counter.calls).toBe(1);
});
