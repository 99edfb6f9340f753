import { BlockList, isIP } from 'node:net'

/** IPv4 ranges of the IANA special-purpose registry (RFC 6890 and successors) that are no public web server. */
const specialV4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4]
]

/** Inside 2000::/3, the only global unicast space: Teredo and other protocol assignments, documentation, 6to4. */
const specialV6: readonly (readonly [string, number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20]
]

/** Where clouds tell a machine its own secrets, and what only a neighbour on the wire can be: never a source, not even one of our own network. */
const neverAsked = new BlockList()
neverAsked.addSubnet('169.254.0.0', 16, 'ipv4')
neverAsked.addAddress('100.100.100.200', 'ipv4')
neverAsked.addSubnet('fe80::', 10, 'ipv6')
neverAsked.addAddress('fd00:ec2::254', 'ipv6')

const refused = new BlockList()
for (const [net, prefix] of specialV4) refused.addSubnet(net, prefix, 'ipv4')
for (const [net, prefix] of specialV6) refused.addSubnet(net, prefix, 'ipv6')
const globalV6 = new BlockList()
globalV6.addSubnet('2000::', 3, 'ipv6')

/** Whether an IP address is link-local or one of metadata, an IPv4 address written into IPv6 too. */
export function isLinkLocal(address: string): boolean {
  const bare = bareAddress(address)
  const version = isIP(bare)
  // A BlockList looks through the mapped form (::ffff:) by itself; translated forms (64:ff9b::) end in the same 32 bits.
  const last = /^64:ff9b::([\da-f]{1,4}):([\da-f]{1,4})$/i.exec(bare)
  if (last !== null) return isLinkLocal(`::ffff:${last[1]}:${last[2]}`)
  return version !== 0 && neverAsked.check(bare, version === 4 ? 'ipv4' : 'ipv6')
}

function bareAddress(address: string): string {
  return address.replace(/^\[|\]$/g, '').replace(/%.*$/, '')
}

/**
 * Whether an IP address can be a public server. Everything outside 2000::/3 is refused in IPv6, so mapped, translated (64:ff9b::),
 * unique-local and link-local forms need no list of their own.
 */
export function isPublicAddress(address: string): boolean {
  const bare = bareAddress(address)
  const version = isIP(bare)
  if (version === 4) return !refused.check(bare, 'ipv4')
  if (version === 6) return globalV6.check(bare, 'ipv6') && !refused.check(bare, 'ipv6')
  return false
}
