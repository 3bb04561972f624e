import { TECHNIQUES, type Technique } from './techniques';

/** The `source` of every CloudTrail event of the CloudTrail service; a custom event cannot forge an `aws.` prefix. */
export const EVENT_SOURCE = 'aws.cloudtrail';

/** The `detail-type` of an API call, the same in every partition. */
export const DETAIL_TYPE = 'AWS API Call via CloudTrail';

/** An EventBridge event pattern of the fields that the guard matches on. */
export interface CallEventPattern {
  readonly source: string[];
  readonly account: string[];
  readonly detailType: string[];
  readonly detail: { readonly eventSource: string[]; readonly eventName: string[] };
}

/**
 * The pattern that matches every catalogued call in one account. Denied and failed calls match too: they are the
 * earliest sign of an attack. `account` is pinned because events that another account forwards keep their source.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
export function callEventPattern(account: string, techniques: readonly Technique[] = TECHNIQUES): CallEventPattern {
  const distinct = (values: string[]) => [...new Set(values)];
  return {
    source: [EVENT_SOURCE],
    account: [account],
    detailType: [DETAIL_TYPE],
    detail: {
      eventSource: distinct(techniques.map((technique) => technique.eventSource)),
      eventName: distinct(techniques.map((technique) => technique.eventName)),
    },
  };
}
