import { z } from 'zod'
import { Instant, parseInstant } from './instant.ts'

const written =
  /^[12]\d{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/
const words = '应为带时区的时刻，如 2026-11-24T18:03:00+08:00 或 2026-11-24T10:03:00.000Z'

/** A moment as who asks writes it: ISO 8601 with its zone, whichever that is. It is read as an Instant, in UTC; one that is none is refused. */
export const Moment = z
  .string()
  .regex(written, words)
  .transform((text, context): Instant => {
    const read = isDay(text.slice(0, 10)) ? Instant.safeParse(parseInstant(text)) : null
    if (read?.success === true) return read.data
    context.addIssue({ code: 'custom', message: words })
    return z.NEVER
  })

/** 30 February is a day to Date.parse, two days later. */
function isDay(date: string): boolean {
  return new Date(`${date}T00:00:00Z`).toISOString().startsWith(date)
}
