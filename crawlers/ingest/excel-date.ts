import { dayMs } from '../../core/instant.ts'

/** Formats that a workbook need not define; those of dates and times, the Chinese ones among them. */
const builtIn = new Set([14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 45, 46, 47, 50, 51, 52, 53, 54, 55, 56, 57, 58])

/** Whether a number of this format is a date or a time: `code` is null for a built-in one. */
export function isDateFormat(id: number, code: string | null): boolean {
  if (code === null) return builtIn.has(id)
  const letters = code.replaceAll(/"[^"]*"|\\.|\[[^\]]*\]|_./g, '')
  return /[ymdhs]/i.test(letters) && !/general/i.test(letters)
}

/** From 1990 to 2079: what else could be a date may be an amount. */
const plausible = { from: 32_874, to: 65_745 }

/** A number that stands in a column of dates without being formatted as one. */
export function isPlausibleSerial(serial: number, system: keyof typeof epochs = 1900): boolean {
  const days = serial + (epochs[system] - epochs[1900]) / dayMs
  return days >= plausible.from && days <= plausible.to
}

const epochs = { 1900: Date.UTC(1899, 11, 30), 1904: Date.UTC(1904, 0, 1) } as const

/** A day count of Excel as a wall shows it: `2026-11-28`, `2026-11-28 09:30:00`, or `09:30:00` where it names no day. */
export function writeSerial(serial: number, system: keyof typeof epochs = 1900): string {
  const date = new Date(epochs[system] + Math.round((serial * dayMs) / 1000) * 1000)
  if (Number.isNaN(date.getTime())) return String(serial)
  const text = date.toISOString()
  const time = text.slice(11, 19)
  if (serial < 1) return time
  return Number.isInteger(serial) ? text.slice(0, 10) : `${text.slice(0, 10)} ${time}`
}
