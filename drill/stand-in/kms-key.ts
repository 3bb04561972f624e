import { AwsError } from './aws-error';
import { epochSeconds, type Json } from './json';

export type KeyState = 'Enabled' | 'Disabled' | 'PendingDeletion' | 'PendingImport';
export type KeyOrigin = 'AWS_KMS' | 'EXTERNAL';

/** A customer-managed key. One of origin EXTERNAL has its material from the beginning: nobody imports any here. */
export class Key {
  #state: KeyState = 'Enabled';
  #deletedAt: number | undefined;

  constructor(
    readonly arn: string,
    public policy: string,
    readonly origin: KeyOrigin,
  ) {}

  get id(): string {
    return this.arn.slice(this.arn.lastIndexOf('/') + 1);
  }

  get state(): KeyState {
    return this.#state;
  }

  enable(): void {
    this.#require('Enabled', 'Disabled');
    this.#state = 'Enabled';
  }

  disable(): void {
    this.#require('Enabled', 'Disabled');
    this.#state = 'Disabled';
  }

  scheduleDeletion(days: number): Json {
    this.#require('Enabled', 'Disabled', 'PendingImport');
    if (!(days >= 7 && days <= 30)) {
      throw new AwsError('ValidationException', 'PendingWindowInDays must be between 7 and 30');
    }
    this.#state = 'PendingDeletion';
    this.#deletedAt = Date.now() + days * 86_400_000;
    const DeletionDate = epochSeconds(this.#deletedAt);
    return { KeyId: this.arn, DeletionDate, KeyState: this.#state, PendingWindowInDays: days };
  }

  /** Leaves it disabled. */
  cancelDeletion(): void {
    this.#require('PendingDeletion');
    this.#state = 'Disabled';
    this.#deletedAt = undefined;
  }

  deleteMaterial(): void {
    if (this.origin !== 'EXTERNAL') {
      throw new AwsError('UnsupportedOperationException', `${this.arn} origin is AWS_KMS which is not valid for this.`);
    }
    this.#require('Enabled', 'Disabled', 'PendingImport');
    this.#state = 'PendingImport';
  }

  describe(): Json {
    const [, , , , AWSAccountId] = this.arn.split(':');
    return {
      KeyId: this.id,
      Arn: this.arn,
      AWSAccountId,
      Enabled: this.#state === 'Enabled',
      KeyState: this.#state,
      KeyManager: 'CUSTOMER',
      KeyUsage: 'ENCRYPT_DECRYPT',
      Origin: this.origin,
      ...(this.#deletedAt !== undefined && { DeletionDate: epochSeconds(this.#deletedAt) }),
    };
  }

  #require(...states: readonly KeyState[]): void {
    if (states.includes(this.#state)) return;
    const message = `${this.arn} is ${this.#state === 'PendingDeletion' ? 'pending deletion' : this.#state}.`;
    throw new AwsError('KMSInvalidStateException', message);
  }
}
