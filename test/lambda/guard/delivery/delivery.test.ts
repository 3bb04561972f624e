import { deliveryOf } from '../../../../lambda/guard/delivery/delivery';
import { ACCOUNT } from '../../../fixtures/identities';
import { BUCKET, KEY_ARN, LOG_GROUP_ARN, ROLE_NAME, TOPIC_ARN } from '../../../fixtures/techniques/configuration';
import { configuration } from './trail';

test('a trail tells what it delivers through', () => {
  expect(deliveryOf(configuration())).toEqual({
    bucket: BUCKET,
    key: KEY_ARN,
    logGroup: { name: 'management-events', arn: LOG_GROUP_ARN },
    role: { name: ROLE_NAME, arn: `arn:aws:iam::${ACCOUNT}:role/${ROLE_NAME}` },
    topicArn: TOPIC_ARN,
  });
});

test('a plain trail has a bucket only', () => {
  const { KmsKeyId, SnsTopicARN, CloudWatchLogsLogGroupArn, CloudWatchLogsRoleArn, ...plain } = configuration();
  expect(deliveryOf(plain)).toEqual({ bucket: BUCKET });
});

test('the path of a role is no part of its name', () => {
  const arn = `arn:aws:iam::${ACCOUNT}:role/service-role/logs/delivery`;
  expect(deliveryOf(configuration({ CloudWatchLogsRoleArn: arn })).role).toEqual({ name: 'delivery', arn });
});
