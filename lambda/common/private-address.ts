import { BlockList, isIPv4 } from 'node:net';

/** Networks that VPCs are made of and that the internet does not route. */
const PRIVATE = new BlockList();
PRIVATE.addSubnet('10.0.0.0', 8);
PRIVATE.addSubnet('172.16.0.0', 12);
PRIVATE.addSubnet('192.168.0.0', 16);
PRIVATE.addSubnet('100.64.0.0', 10);
PRIVATE.addSubnet('169.254.0.0', 16);

export function isPrivate(address: string): boolean {
  return isIPv4(address) && PRIVATE.check(address);
}
