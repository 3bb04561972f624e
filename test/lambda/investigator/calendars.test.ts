import { SSMClient } from '@aws-sdk/client-ssm';
import { calendars } from '../../../lambda/investigator/calendars';
import { Warnings } from './asking';
import { AwsServer, broken, type Call, denied, throttled } from './aws-server';

let aws: AwsServer;
beforeAll(async () => {
  aws = await AwsServer.start();
});
afterAll(() => aws.stop());
beforeEach(() => aws.reset());

const AT = new Date('2026-03-02T10:00:00Z');
const SHARED = 'arn:aws:ssm:eu-central-1:444455556666:document/freeze';
const ask = (...names: string[]) => calendars(names, AT, new SSMClient(aws.client()), new Warnings());

test('each calendar tells whether it was open at the time of the call', async () => {
  aws.on('GetCalendarState', ({ input }: Call) => ({ State: input.CalendarNames[0] === SHARED ? 'CLOSED' : 'OPEN' }));
  expect(await ask('releases', SHARED)).toEqual({
    calendars: [
      { name: 'releases', state: 'OPEN' },
      { name: SHARED, state: 'CLOSED' },
    ],
  });
  expect(aws.calls.map(({ input }) => input.AtTime)).toEqual(['2026-03-02T10:00:00.000Z', '2026-03-02T10:00:00.000Z']);
});

test('no calendar is no call', async () => {
  expect(await ask()).toEqual({});
  expect(aws.calls).toEqual([]);
});

test.each<[string, unknown, string]>([
  ['denied', denied, 'ssm:GetCalendarState was denied'],
  ['throttled', throttled, 'ssm:GetCalendarState was throttled'],
  ['broken', broken, 'ssm:GetCalendarState failed (InternalFailure'],
  ['empty', {}, 'it shows no state'],
])('where one is %s, the others are told', async (_, answer, why) => {
  aws.on('GetCalendarState', (call: Call) => (call.input.CalendarNames[0] === 'a' ? answer : { State: 'OPEN' }));
  const { calendars: known, undetermined } = await ask('a', 'b');
  expect(known).toEqual([{ name: 'b', state: 'OPEN' }]);
  expect(undetermined).toEqual([expect.stringContaining('the state of the change calendar a: ')]);
  expect(undetermined?.[0]).toContain(why);
});
