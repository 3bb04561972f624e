import { Duration } from 'aws-cdk-lib';
import fc from 'fast-check';
import { QUIET_AFTER_HEARTBEATS } from '../../lib/contract/hub';
import { censusInterval } from '../../lib/hub-intervals';
import { hubbed } from './hub-fixture';

const HEARTBEATS = fc.integer({ min: 5, max: 24 * 60 });

test('whenever a guard goes quiet, a census names it before two heartbeats are over', () => {
  fc.assert(
    fc.property(HEARTBEATS, fc.double({ min: 0, max: 1, noNaN: true }), (heartbeat, phase) => {
      const census = censusInterval(Duration.minutes(heartbeat)).toMinutes();
      // Minutes from the last heartbeat to the first census that finds it quiet.
      const quiet = QUIET_AFTER_HEARTBEATS * heartbeat;
      const first = phase * census;
      const named = first + Math.ceil((quiet - first) / census) * census;
      expect(named).toBeLessThan(2 * heartbeat);
    }),
  );
});

test('a guard is not quiet because one heartbeat was late by half an interval', () => {
  expect(QUIET_AFTER_HEARTBEATS).toBeGreaterThan(1.5);
});

test('is of whole minutes, from one to a quarter of an hour', () => {
  fc.assert(
    fc.property(HEARTBEATS, (heartbeat) => {
      const minutes = censusInterval(Duration.minutes(heartbeat)).toMinutes();
      expect(Number.isInteger(minutes) && minutes >= 1 && minutes <= 15).toBe(true);
    }),
  );
});

test.each([
  [5, 'rate(1 minute)'],
  [60, 'rate(10 minutes)'],
  [1_440, 'rate(15 minutes)'],
])('with a heartbeat each %s minutes, the census is taken at %s', (minutes, ScheduleExpression) => {
  const { template } = hubbed({ heartbeatInterval: Duration.minutes(minutes) });
  template.hasResourceProperties('AWS::Scheduler::Schedule', {
    ScheduleExpression,
    State: 'ENABLED',
    FlexibleTimeWindow: { Mode: 'OFF' },
  });
});
