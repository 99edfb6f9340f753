import type { Visit } from './crawler.ts'
import { CooldownError } from './errors.ts'

const firstMs = 15 * 60_000
const longestMs = 4 * 3_600_000

/** How long a platform that wants to be left alone is left alone: each time in a row for twice as long, kept over a restart. */
export interface Patience {
  /** The error that ends the visit; `answered` is the status, or the words of the page. */
  coolDown(url: string, answered: number | string): Promise<CooldownError>
  /** It answers again: the row is over. */
  calm(): Promise<void>
}

export function patienceOf(visit: Visit): Patience {
  const { source, crawl } = visit
  let row: number | null = null
  const read = async (): Promise<number> => (row ??= Number((await crawl.cursor(source.id, 'cooldowns')) ?? 0))
  const write = async (next: number): Promise<void> => {
    row = next
    await crawl.setCursor(source.id, 'cooldowns', String(next))
  }
  return {
    async coolDown(url, answered) {
      const before = await read()
      await write(before + 1)
      return new CooldownError(source.id, url, answered, Math.min(longestMs, firstMs * 2 ** Math.min(10, before)))
    },
    async calm() {
      if ((await read()) > 0) await write(0)
    }
  }
}
