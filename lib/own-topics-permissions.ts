import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { ITopic } from 'aws-cdk-lib/aws-sns';

/** Of topics of the guard's own: their policy and key, the topics under their own names, and who is told. */
export function ownTopicsStatement(topic: ITopic, repairs: boolean): PolicyStatement {
  const changes = ['sns:SetTopicAttributes', 'sns:CreateTopic', 'sns:Subscribe'];
  return ofTopic('KeepOwnTopics', topic, repairs ? changes : []);
}

/** In a topic that the guard was given, it puts back only who is told. */
export function givenTopicStatement(topic: ITopic, repairs: boolean): PolicyStatement {
  return ofTopic('KeepSubscriptions', topic, repairs ? ['sns:Subscribe'] : []);
}

function ofTopic(sid: string, { topicArn }: ITopic, changes: string[]): PolicyStatement {
  const actions = ['sns:GetTopicAttributes', 'sns:ListSubscriptionsByTopic', ...changes];
  return new PolicyStatement({ sid, effect: Effect.ALLOW, actions, resources: [topicArn] });
}
