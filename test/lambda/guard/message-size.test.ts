import { messageOf } from '../../../lambda/guard/publish';
import type { TrailConfiguration } from '../../../lib/contract/trail-configuration';
import { TRAIL_ARN } from '../../fixtures/records';
import { FIXTURE_CONFIGURATION } from '../../fixtures/techniques';
import { World } from './fakes';

/** What SNS takes as a message, with its subject, and DynamoDB as an item. */
const MESSAGE_BYTES = 262_144;
const ITEM_BYTES = 409_600;

/** As much as CloudTrail takes in selectors: 500 values of 2,048 characters, and as many quotes as it can hold. */
const values = Array.from({ length: 495 }, (_, index) => `arn:aws:s3:::${'"\\'.repeat(1000)}${index}`);
const HUGE: TrailConfiguration = {
  ...FIXTURE_CONFIGURATION,
  Selectors: {
    AdvancedEventSelectors: [
      {
        FieldSelectors: [
          { Field: 'eventCategory', Equals: ['Data'] },
          { Field: 'resources.type', Equals: ['AWS::S3::Object'] },
          { Field: 'resources.ARN', StartsWith: values },
        ],
      },
    ],
  },
  Tags: Object.fromEntries(values.slice(0, 50).map((value, index) => [`key-${index}`, value.slice(0, 256)])),
  InsightSelectors: [],
};

test.each(['event', 'sweep'])('an attack by the largest selectors is put back and told, by %s', async (way) => {
  const world = await new World().guarded();
  const event = world.trails.stopBy(TRAIL_ARN);
  world.trails.configurations.set(TRAIL_ARN, HUGE);
  await world.clock.pass(1000);
  expect(await (way === 'event' ? world.handle(event) : world.sweep())).toBeUndefined();
  const told = world.messages.find(({ technique }) => technique.id !== 'stop-logging');
  expect(told).toMatchObject({ outcome: 'restored' });
  for (const message of world.messages) {
    const { Message, Subject } = messageOf(message);
    expect(Buffer.byteLength(Message + Subject)).toBeLessThan(MESSAGE_BYTES);
  }
  for (const item of world.store.incidents.values()) {
    expect(Buffer.byteLength(JSON.stringify(item))).toBeLessThan(ITEM_BYTES);
  }
});
