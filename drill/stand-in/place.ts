/** Where the stack is deployed: what the pseudo parameters of a template stand for. */
export interface Place {
  readonly accountId: string;
  readonly region: string;
  readonly partition: string;
  readonly stackName: string;
}
