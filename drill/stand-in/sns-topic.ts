import { AwsError } from './aws-error';
import { allows, checkPolicy, denies } from './delivery-chain-policy';
import type { Json } from './json';

/** A topic with its attributes, as SetTopicAttributes takes them. */
export class Topic {
  /** Without one of its own, the account's own roles and users may publish, and no service. */
  policy?: string;
  readonly #attributes = new Map<string, string>();

  constructor(readonly arn: string) {}

  set(name: string, value: string): void {
    if (name === 'Policy') this.policy = checkPolicy(value, 'InvalidParameter');
    else if (value === '') this.#attributes.delete(name);
    else this.#attributes.set(name, value);
  }

  /** GetTopicAttributes' answer. */
  attributes(subscriptions: { readonly confirmed: number; readonly pending: number }): Record<string, string> {
    return {
      TopicArn: this.arn,
      Owner: this.#accountId,
      Policy: this.policy ?? JSON.stringify(this.#defaultPolicy()),
      DisplayName: '',
      ...Object.fromEntries(this.#attributes),
      SubscriptionsConfirmed: String(subscriptions.confirmed),
      SubscriptionsPending: String(subscriptions.pending),
      SubscriptionsDeleted: '0',
    };
  }

  letsPublish(service: string, sourceArn: string): boolean {
    return allows(this.policy, this.#publishing(service, sourceArn));
  }

  /** @throws if its policy keeps everybody from publishing */
  refuseIfDenied(callerArn: string): void {
    if (!denies(this.policy, this.#publishing('', callerArn))) return;
    const message = `User: ${callerArn} is not authorized to perform: SNS:Publish on resource: ${this.arn} with an explicit deny in a resource-based policy`;
    throw new AwsError('AuthorizationError', message, 403);
  }

  #publishing(service: string, sourceArn: string) {
    const context = {
      'aws:sourcearn': sourceArn,
      'aws:sourceaccount': sourceArn.split(':')[4] ?? '',
      'aws:securetransport': 'true',
    };
    return { action: 'sns:Publish', resource: this.arn, service, context };
  }

  get #accountId(): string {
    return this.arn.split(':')[4] ?? '';
  }

  #defaultPolicy(): Json {
    const Statement = {
      Sid: '__default_statement_ID',
      Effect: 'Allow',
      Principal: { AWS: '*' },
      Action: ['SNS:GetTopicAttributes', 'SNS:SetTopicAttributes', 'SNS:Subscribe', 'SNS:Publish'],
      Resource: this.arn,
      Condition: { StringEquals: { 'AWS:SourceOwner': this.#accountId } },
    };
    return { Version: '2008-10-17', Id: '__default_policy_ID', Statement: [Statement] };
  }
}
