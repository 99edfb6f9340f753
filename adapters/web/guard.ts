import type { LookupAddress, LookupOptions } from 'node:dns'
import { lookup as dnsLookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import type { AllowPrivate } from '../../core/ports.ts'
import { isLinkLocal, isPublicAddress } from './address.ts'
import { RefusedAddressError } from './errors.ts'

export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>

export const resolveByDns: Resolve = (hostname) => dnsLookup(hostname, { all: true })

/**
 * The URL of one hop, if the guard lets it through: http or https, no credentials, port 80 or 443, no private address
 * written as a number. Names are judged when they are resolved (`guardedLookup`). `allowPrivate` lifts ports and addresses, link-local ones
 * excepted.
 */
export function checkUrl(text: string, allowPrivate: AllowPrivate): URL {
  let url: URL
  try {
    url = new URL(text)
  } catch {
    throw new RefusedAddressError(text, 'is no URL')
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new RefusedAddressError(text, `scheme ${url.protocol} is not http or https`)
  if (url.username !== '' || url.password !== '') throw new RefusedAddressError(text, 'credentials in a URL are refused')
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (isLinkLocal(host)) throw new RefusedAddressError(text, `${host} is a link-local address`)
  if (mayBePrivate(url, allowPrivate)) return url
  if (url.port !== '') throw new RefusedAddressError(text, `port ${url.port} is neither 80 nor 443`)
  if (isIP(host) !== 0 && !isPublicAddress(host)) throw new RefusedAddressError(text, `${host} is not a public address`)
  if (/^(localhost|.*\.localhost|.*\.local|.*\.internal)\.?$/i.test(host)) throw new RefusedAddressError(text, `${host} is a local name`)
  return url
}

export function mayBePrivate(url: URL, allowPrivate: AllowPrivate): boolean {
  return typeof allowPrivate === 'function' ? allowPrivate(url) : allowPrivate
}

type LookupCallback = (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void

/**
 * A `lookup` for sockets that resolves once, refuses the name if any of its addresses is not public, and hands the checked
 * address to the very connection that asked, so that a second answer of the name server (rebinding) has nothing to change.
 */
export function guardedLookup(
  resolve: Resolve,
  isOpen: (address: string) => boolean = isPublicAddress
): (hostname: string, options: LookupOptions, callback: LookupCallback) => void {
  return (hostname, options, callback) => {
    void chooseAddress(hostname, resolve, isOpen).then((chosen) => {
      // Not called inside the promise, where its own errors would be swallowed.
      setImmediate(() => {
        if (chosen instanceof Error) callback(chosen, [])
        else if (options.all === true) callback(null, [chosen])
        else callback(null, chosen.address, chosen.family)
      })
    })
  }
}

async function chooseAddress(hostname: string, resolve: Resolve, isOpen: (address: string) => boolean): Promise<LookupAddress | Error> {
  try {
    const addresses = await resolve(hostname)
    const bad = addresses.find((entry) => !isOpen(entry.address))
    if (bad !== undefined)
      return new RefusedAddressError(
        hostname,
        `resolves to ${bad.address}, which is ${isLinkLocal(bad.address) ? 'a link-local' : 'not a public'} address`
      )
    const first = addresses.find((entry) => entry.family === 4) ?? addresses[0]
    return first ?? Object.assign(new Error(`${hostname} has no address`), { code: 'ENOTFOUND' })
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}
