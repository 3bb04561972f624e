import { invalidProp } from './invalid-prop';

/** A number of accounts, in each Region. */
export class FleetLimit {
  /**
   * A share of the accounts, rounded down by CloudFormation.
   *
   * @param percentage whole, from 0 to 100
   * @throws if it is not
   */
  public static percentage(percentage: number): FleetLimit {
    if (!Number.isInteger(percentage) || percentage < 0 || percentage > 100) {
      throw invalidProp({
        prop: 'FleetLimit.percentage()',
        given: String(percentage),
        allowed: 'a whole number from 0 to 100',
        cure: 'Use FleetLimit.accounts() for a number of accounts.',
      });
    }
    return new FleetLimit('percentage', percentage);
  }

  /**
   * So many accounts.
   *
   * @param count whole, 0 or more
   * @throws if it is not
   */
  public static accounts(count: number): FleetLimit {
    if (!Number.isInteger(count) || count < 0) {
      throw invalidProp({
        prop: 'FleetLimit.accounts()',
        given: String(count),
        allowed: 'a whole number, 0 or more',
        cure: 'Use FleetLimit.percentage() for a share of the accounts.',
      });
    }
    return new FleetLimit('accounts', count);
  }

  private constructor(
    /** `percentage` or `accounts`. */
    public readonly kind: string,
    /** How much of it. */
    public readonly value: number,
  ) {}
}
