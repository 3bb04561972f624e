import {
  EnableAWSServiceAccessCommand,
  ListAWSServiceAccessForOrganizationCommand,
  type OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { CLOUDTRAIL } from '../guard/delivery/policy-document';
import type { Repairs } from '../guard/delivery/repairs';
import { attempt } from './attempt';

/** CloudTrail's place in the organization; only its management account can read and change it. */
export function createOrganization(
  organizations: OrganizationsClient,
): Pick<Repairs, 'trustedAccess' | 'enableTrustedAccess'> {
  const isTrusted = async () => {
    let NextToken: string | undefined;
    do {
      const page = await organizations.send(new ListAWSServiceAccessForOrganizationCommand({ NextToken }));
      if (page.EnabledServicePrincipals?.some(({ ServicePrincipal }) => ServicePrincipal === CLOUDTRAIL)) {
        return true;
      }
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    return false;
  };
  return {
    async trustedAccess() {
      try {
        return (await isTrusted()) ? 'enabled' : 'disabled';
      } catch {
        return 'unknown';
      }
    },

    async enableTrustedAccess() {
      const action = "enable CloudTrail's trusted access to the organization";
      return [
        await attempt(action, async () => {
          await organizations.send(new EnableAWSServiceAccessCommand({ ServicePrincipal: CLOUDTRAIL }));
          if (!(await isTrusted())) {
            throw new Error('it is not enabled when read back');
          }
          return undefined;
        }),
      ];
    },
  };
}
