import { isIPv6 } from 'node:net';

/**
 * The network that an address belongs to, for counting: an IPv4 address as it is, an IPv6 address
 * cut to its first 64 bits. The rest of it a customer can choose freely, 2⁶⁴ times.
 */
export function networkOf(ip: string): string {
  if (!isIPv6(ip)) return ip;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1];
  if (mapped) return mapped;

  // `::` stands for as many zeros as are missing from the eight groups.
  const [start = [], end = []] = ip.split('::').map((half) => half.split(':').filter(Boolean));
  const zeros = Array<string>(8 - start.length - end.length).fill('0');
  const groups = [...start, ...zeros, ...end].slice(0, 4);
  return `${groups.map((group) => parseInt(group, 16).toString(16)).join(':')}::/64`;
}
