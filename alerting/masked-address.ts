import type { Delivery } from '../core/notice.ts'

/** So few characters stand in other words too: such an address is hidden only where it stands by itself. */
const shortest = 6
/** So much of an address says whose it is, where a text was cut within it. */
const telling = 4

/**
 * What a channel said, without the address of whom it was for: services repeat it when they refuse, and what they said stands in the
 * timeline, which can never be changed. A telephone number is found with and without blanks, hyphens and its country.
 */
export function withoutAddress(delivery: Delivery, address: string | null): Delivery {
  const hide = (text: string): string => (address === null ? text : masked(text, address))
  return delivery.outcome === 'accepted' ? { ...delivery, receipt: hide(delivery.receipt) } : { ...delivery, reason: hide(delivery.reason) }
}

function masked(text: string, address: string): string {
  const bare = address.replaceAll(/[\s-]/g, '')
  const national = bare.replace(/^(?:\+|00)?86(?=\d{8,}$)/, '')
  const characters = Array.from(national, (one) => RegExp.escape(one))
  if (characters.length === 0) return text
  const country = /^\+?\d+$/.test(national) ? String.raw`(?:(?:\+|00)?86[\s-]*)?` : ''
  const whole = country + characters.join(String.raw`[\s-]*`)
  const form = characters.length < shortest ? `(?<![A-Za-z0-9])${whole}(?![A-Za-z0-9])` : whole
  return withoutBeginning(text.replaceAll(new RegExp(form, 'gi'), '***'), characters)
}

/** What services say is cut to a length, which may fall within the address. */
function withoutBeginning(text: string, characters: readonly string[]): string {
  for (let count = characters.length - 1; count >= telling; count--) {
    const cut = new RegExp(`${characters.slice(0, count).join(String.raw`[\s-]*`)}("?)$`, 'i')
    if (cut.test(text)) return text.replace(cut, '***$1')
  }
  return text
}
