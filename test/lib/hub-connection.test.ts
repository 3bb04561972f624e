import { CfnParameter, Duration } from 'aws-cdk-lib';
import { HEARTBEAT_DETAIL_TYPE } from '../../lib/contract/heartbeat';
import { HUB_INCIDENT_DETAIL_TYPE } from '../../lib/contract/hub';
import { INCIDENT_DETAIL_TYPE, INCIDENT_EVENT_SOURCE } from '../../lib/contract/incident-event';
import { DeployedGuard } from './deployed-guard';
import { guarded, IN_REGION, policyInEnvironment, statement, thrownBy } from './fixture';

const BUS = 'arn:aws:events:eu-central-1:444455556666:event-bus/TrailGuard-Hub';
const of = (detailType: string, source: string = INCIDENT_EVENT_SOURCE) => ({
  'events:source': [source],
  'events:detail-type': [detailType],
});

test('the guard is told where the hub is and how often it wants to hear', () => {
  const hub = (heartbeatInterval?: Duration) =>
    policyInEnvironment(
      guarded({ hub: { eventBusArn: BUS, ...(heartbeatInterval ? { heartbeatInterval } : {}) } }).template,
    ).hub;
  expect(hub()).toEqual({ eventBusArn: BUS, heartbeatSeconds: 3_600 });
  expect(hub(Duration.minutes(5))).toEqual({ eventBusArn: BUS, heartbeatSeconds: 300 });
  expect(hub(Duration.hours(24))).toEqual({ eventBusArn: BUS, heartbeatSeconds: 86_400 });
});

test('without one it is told of none, and may put nothing elsewhere', () => {
  const { template } = guarded();
  expect(policyInEnvironment(template)).not.toHaveProperty('hub');
  expect(statement(template, 'TellHub')).toBeUndefined();
});

test('the bus may be known at deployment only', () => {
  const { template } = guarded((stack) => ({
    hub: { eventBusArn: new CfnParameter(stack, 'HubEventBusArn').valueAsString },
  }));
  expect(policyInEnvironment(template).hub).toEqual({ eventBusArn: '<HubEventBusArn>', heartbeatSeconds: 3_600 });
  expect(statement(template, 'TellHub')?.Resource).toEqual({ Ref: 'HubEventBusArn' });
});

const deployed = new DeployedGuard({ hub: { eventBusArn: BUS } });

test.each([
  ['an incident', BUS, of(HUB_INCIDENT_DETAIL_TYPE), true],
  ['a heartbeat', BUS, of(HEARTBEAT_DETAIL_TYPE), true],
  ['a finding, which is for the own bus', BUS, of(INCIDENT_DETAIL_TYPE), false],
  ['an event of another source', BUS, of(HEARTBEAT_DETAIL_TYPE, 'mallory'), false],
  ['an event that says nothing of itself', BUS, {}, false],
  ['a heartbeat on another bus', BUS.replace('TrailGuard-Hub', 'orders'), of(HEARTBEAT_DETAIL_TYPE), false],
])('it may put %s', async (_, bus, event, allowed) => {
  expect(await deployed.allows(deployed.guard, 'events:PutEvents', bus, event)).toBe(allowed);
});

const hub = (eventBusArn: string, heartbeatInterval?: Duration) => ({
  eventBusArn,
  ...(heartbeatInterval ? { heartbeatInterval } : {}),
});

test.each([
  ['a name', { hub: hub('TrailGuard-Hub') }, /'hub.eventBusArn' is 'TrailGuard-Hub', but must be an ARN such as/],
  ['the ARN of a rule', { hub: hub('arn:aws:events:eu-west-1:444455556666:rule/x') }, /'hub.eventBusArn' is 'arn/],
  ['an ARN without an account', { hub: hub('arn:aws:events:eu-west-1::event-bus/x') }, /'hub.eventBusArn' is/],
  ['heartbeats too often', { hub: hub(BUS, Duration.minutes(4)) }, /'heartbeatInterval' is 4 minutes/],
  ['heartbeats too seldom', { hub: hub(BUS, Duration.hours(25)) }, /'heartbeatInterval' is 1 day 1 hour/],
  ['heartbeats in seconds', { hub: hub(BUS, Duration.seconds(450)) }, /'heartbeatInterval' is 7 minutes 30 seconds/],
  [
    'heartbeats more often than sweeps',
    { hub: hub(BUS, Duration.minutes(10)), sweepInterval: Duration.minutes(15) },
    /'hub.heartbeatInterval' is 10 minutes, with a sweep every 15 minutes.*Sweeps send the heartbeats/,
  ],
])('%s is refused', (_, props, message) => {
  expect(thrownBy(() => guarded(props, IN_REGION)).message).toMatch(message);
});

test('heartbeats may be as often as sweeps', () => {
  const props = { hub: hub(BUS, Duration.minutes(15)), sweepInterval: Duration.minutes(15) };
  expect(policyInEnvironment(guarded(props).template).hub).toMatchObject({ heartbeatSeconds: 900 });
});
