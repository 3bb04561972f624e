import {
  type CloudTrailClient,
  CreateTrailCommand,
  DeleteTrailCommand,
  GetTrailStatusCommand,
  LookupEventsCommand,
  type LookupEventsCommandInput,
  StartLoggingCommand,
  StopLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import type { Caller, StandIn } from '../../../drill/stand-in';
import { account, busEvents, clientIn, recordOf, startCloudTrail, trailArn } from './cloudtrail-fixture';
import { cleanUp, errorOf } from './fixture';

let standIn: StandIn;
let mallory: Caller;
let cloudTrail: CloudTrailClient;

const status = (Name = 'main', client = cloudTrail) => client.send(new GetTrailStatusCommand({ Name }));
const stop = (Name = 'main', client = cloudTrail) => client.send(new StopLoggingCommand({ Name }));
const startLogging = (Name = 'main') => cloudTrail.send(new StartLoggingCommand({ Name }));
const lookup = (input: LookupEventsCommandInput = {}) => cloudTrail.send(new LookupEventsCommand(input));

beforeEach(async () => {
  ({ standIn, mallory, cloudTrail } = await startCloudTrail());
});
afterEach(cleanUp);

describe('records', () => {
  test('have the shape of real ones', async () => {
    standIn.cloudTrail.addTrail({ Name: 'main' });
    await stop();
    const record = recordOf(standIn, 'StopLogging');
    expect(Object.keys(record ?? {}).sort()).toEqual([
      'awsRegion',
      'eventCategory',
      'eventID',
      'eventName',
      'eventSource',
      'eventTime',
      'eventType',
      'eventVersion',
      'managementEvent',
      'readOnly',
      'recipientAccountId',
      'requestID',
      'requestParameters',
      'responseElements',
      'sourceIPAddress',
      'tlsDetails',
      'userAgent',
      'userIdentity',
    ]);
    expect(record).toMatchObject({
      awsRegion: 'us-east-1',
      eventSource: 'cloudtrail.amazonaws.com',
      readOnly: false,
      recipientAccountId: account,
      requestParameters: { name: 'main' },
      responseElements: null,
      sourceIPAddress: '203.0.113.7',
      userIdentity: { type: 'IAMUser', userName: 'mallory', arn: 'arn:aws:iam::111122223333:user/mallory' },
    });
    expect(record?.eventTime).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(record?.userAgent).toMatch(/^aws-sdk-js\/3/);
    expect(record?.userIdentity.accessKeyId).toBe(mallory.credentials.accessKeyId);
  });

  test('of a created trail have the answer', async () => {
    await cloudTrail.send(new CreateTrailCommand({ Name: 'new', S3BucketName: 'bucket' }));
    expect(recordOf(standIn, 'CreateTrail')).toMatchObject({
      requestParameters: { name: 'new', s3BucketName: 'bucket' },
      responseElements: { name: 'new', trailARN: 'arn:aws:cloudtrail:us-east-1:111122223333:trail/new' },
    });
  });

  test('of denied calls have no parameters', async () => {
    standIn.cloudTrail.addTrail({ Name: 'main' });
    standIn.callers.deny(mallory, 'cloudtrail:StopLogging');
    const message =
      'User: arn:aws:iam::111122223333:user/mallory is not authorized to perform: cloudtrail:StopLogging on resource: ' +
      `${trailArn} because no identity-based policy allows the cloudtrail:StopLogging action`;
    expect(await errorOf(stop())).toEqual({ name: 'AccessDeniedException', message, status: 400 });
    expect((await status()).IsLogging).toBe(true);
    expect(recordOf(standIn, 'StopLogging')).toMatchObject({
      errorCode: 'AccessDenied',
      errorMessage: message,
      requestParameters: null,
      responseElements: null,
    });
    standIn.callers.allow(mallory, 'cloudtrail:StopLogging');
    await stop();
    expect((await status()).IsLogging).toBe(false);
  });

  test('of failed calls keep their parameters', async () => {
    await errorOf(stop('unknown'));
    expect(recordOf(standIn, 'StopLogging')).toMatchObject({
      errorCode: 'TrailNotFoundException',
      requestParameters: { name: 'unknown' },
    });
  });

  test('of a role session name the role as issuer', async () => {
    standIn.cloudTrail.addTrail({ Name: 'main' });
    const session = standIn.callers.register({
      type: 'AssumedRole',
      roleArn: 'arn:aws:iam::111122223333:role/ops/admin',
      sessionName: 'eve',
    });
    await stop('main', clientIn(standIn, 'us-east-1', session));
    expect(recordOf(standIn, 'StopLogging')?.userIdentity).toMatchObject({
      type: 'AssumedRole',
      arn: 'arn:aws:sts::111122223333:assumed-role/admin/eve',
      sessionContext: { sessionIssuer: { arn: 'arn:aws:iam::111122223333:role/ops/admin', userName: 'admin' } },
    });
    expect(
      (await lookup({ LookupAttributes: [{ AttributeKey: 'Username', AttributeValue: 'eve' }] })).Events,
    ).toHaveLength(1);
  });

  test('reach the bus only while a trail is logging', async () => {
    standIn.cloudTrail.addTrail({ Name: 'main' });
    await stop();
    await stop();
    await startLogging();
    expect(busEvents(standIn)).toEqual(['StopLogging unmatched', 'StopLogging lost', 'StartLogging unmatched']);
  });

  test('reach the bus while another trail is logging', async () => {
    standIn.cloudTrail.addTrail({ Name: 'main' });
    standIn.cloudTrail.addTrail({ Name: 'second', homeRegion: 'eu-west-1', IsMultiRegionTrail: true });
    await stop();
    await cloudTrail.send(new DeleteTrailCommand({ Name: 'main' }));
    expect(busEvents(standIn)).toEqual(['StopLogging unmatched', 'DeleteTrail unmatched']);
  });

  test('of another Region do not reach this bus', async () => {
    standIn.cloudTrail.addTrail({ Name: 'far', homeRegion: 'eu-west-1', IsMultiRegionTrail: true });
    await stop('far', clientIn(standIn, 'eu-west-1', mallory));
    expect(recordOf(standIn, 'StopLogging')?.awsRegion).toBe('eu-west-1');
    expect(busEvents(standIn)).toEqual([]);
  });

  test('of the stop itself can be lost too', async () => {
    standIn.cloudTrail.options.stopEventReachesBus = false;
    standIn.cloudTrail.addTrail({ Name: 'main' });
    await stop();
    expect(busEvents(standIn)).toEqual(['StopLogging lost']);
  });
});
