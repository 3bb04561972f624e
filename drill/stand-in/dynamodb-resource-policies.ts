import { randomUUID } from 'node:crypto';
import { AwsError } from './aws-error';
import type { Operations } from './delivery-chain-recorder';
import type { Json } from './json';
import { type ApiCall, parseJson } from './protocol';

interface ResourcePolicy {
  readonly policy: string;
  readonly revisionId: string;
}

/** The resource policies of tables, which dynalite does not know. They are kept and told, not enforced. */
export class ResourcePolicies {
  readonly #policies = new Map<string, ResourcePolicy | undefined>();

  /** @param document the policy in the template */
  addTable(arn: string, document: unknown): void {
    this.#policies.set(arn, document === undefined ? undefined : revision(JSON.stringify(document)));
  }

  removeTable(arn: string): void {
    this.#policies.delete(arn);
  }

  readonly operations: Operations = {
    PutResourcePolicy: (call) => {
      this.#find(call);
      const made = revision(checked(call.parameters.Policy));
      this.#policies.set(String(call.parameters.ResourceArn), made);
      return { RevisionId: made.revisionId };
    },
    GetResourcePolicy: (call) => {
      const { policy, revisionId } = this.#existing(call);
      return { Policy: policy, RevisionId: revisionId };
    },
    DeleteResourcePolicy: (call): Json => {
      const revisionId = this.#find(call)?.revisionId;
      this.#policies.set(String(call.parameters.ResourceArn), undefined);
      return revisionId === undefined ? {} : { RevisionId: revisionId };
    },
  };

  #existing(call: ApiCall): ResourcePolicy {
    const policy = this.#find(call);
    if (policy) return policy;
    const message = `Resource-based policy not found for the provided ResourceArn: ${call.parameters.ResourceArn}`;
    throw new AwsError('PolicyNotFoundException', message);
  }

  #find({ parameters: { ResourceArn } }: ApiCall): ResourcePolicy | undefined {
    if (this.#policies.has(String(ResourceArn))) return this.#policies.get(String(ResourceArn));
    throw new AwsError('ResourceNotFoundException', `Requested resource not found: ResourcePolicy of ${ResourceArn}`);
  }
}

const revision = (policy: string): ResourcePolicy => ({ policy, revisionId: randomUUID() });

function checked(policy: unknown): string {
  try {
    parseJson(String(policy));
    return String(policy);
  } catch {
    throw new AwsError('ValidationException', 'Invalid policy document: not in valid JSON format');
  }
}
