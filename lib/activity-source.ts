import { isIP } from 'node:net';
import { Token } from 'aws-cdk-lib';
import { invalidProp } from './invalid-prop';

/** Where an expected activity comes from. */
export class ActivitySource {
  /**
   * A range of source addresses.
   *
   * @param cidr IPv4 or IPv6, such as `203.0.113.0/24`
   * @throws if it is no range, or one that is wider than a network can be: /8 for IPv4, /16 for IPv6
   */
  public static cidr(cidr: string): ActivitySource {
    const [, address = '', prefix = ''] = /^([^/]+)\/(\d{1,3})$/.exec(cidr) ?? [];
    const version = isIP(address);
    // Two halves of the internet are no network; the widest that somebody owns are 10.0.0.0/8 and the like.
    const [widest, narrowest] = version === 6 ? [16, 128] : [8, 32];
    const valid = version !== 0 && Number(prefix) >= widest && Number(prefix) <= narrowest;
    if (!Token.isUnresolved(cidr) && !valid) {
      throw invalidProp({
        prop: 'exceptions[].sources',
        given: `the range '${cidr}'`,
        allowed: 'a CIDR no wider than /8 (IPv4) or /16 (IPv6), such as 203.0.113.0/24 or 2001:db8::/48',
        cure: 'Name the network that the expected calls come from.',
      });
    }
    return new ActivitySource('cidr', cidr);
  }

  /**
   * A VPC endpoint for CloudTrail.
   *
   * @param vpcEndpointId such as `vpce-0123456789abcdef0`
   * @throws if it is no VPC endpoint id
   */
  public static vpcEndpoint(vpcEndpointId: string): ActivitySource {
    if (!Token.isUnresolved(vpcEndpointId) && !/^vpce-[0-9a-f]{8,17}$/.test(vpcEndpointId)) {
      throw invalidProp({
        prop: 'exceptions[].sources',
        given: `the VPC endpoint '${vpcEndpointId}'`,
        allowed: 'an id such as vpce-0123456789abcdef0',
        cure: 'Pass `endpoint.vpcEndpointId`.',
      });
    }
    return new ActivitySource('vpcEndpoint', vpcEndpointId);
  }

  /**
   * An AWS service that calls on behalf of the principal.
   *
   * @param servicePrincipal as in CloudTrail's `invokedBy`, such as `cloudformation.amazonaws.com`
   * @throws if it is no service principal
   */
  public static service(servicePrincipal: string): ActivitySource {
    if (
      !Token.isUnresolved(servicePrincipal) &&
      !/^[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com(\.cn)?$/.test(servicePrincipal)
    ) {
      throw invalidProp({
        prop: 'exceptions[].sources',
        given: `the service '${servicePrincipal}'`,
        allowed: 'a service principal such as cloudformation.amazonaws.com',
        cure: "Take it from the field `invokedBy` of a CloudTrail record of the service's call.",
      });
    }
    return new ActivitySource('service', servicePrincipal);
  }

  private constructor(
    /** `cidr`, `vpcEndpoint` or `service`. */
    public readonly kind: string,
    /** The range, id or service principal. */
    public readonly value: string,
  ) {}
}
