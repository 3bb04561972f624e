/** The name at the end of the ARN of a topic or queue. */
export function lastOf(arn: string): string {
  return arn.slice(arn.lastIndexOf(':') + 1);
}

/** As the SDK calls SNS's error, and as SNS does: the bundle is without the SDK's names of errors. */
export const NO_TOPIC = ['NotFoundException', 'NotFound'];
