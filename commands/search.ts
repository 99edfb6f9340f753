import type { Mention } from '../core/mention.ts'
import { SearchFilter } from '../core/search.ts'
import { parseQuery } from '../core/search-grammar.ts'
import { result, say, UsageError } from './exit.ts'
import { withStores } from './open-stores.ts'
import type { Place } from './place.ts'

const excerptLength = 60

/** Mentions that a query finds, newest first. */
export async function search(text: string, options: Place & { limit: string; json?: boolean }): Promise<void> {
  const limit = Number(options.limit)
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000) throw new UsageError(`--limit 应为 1 到 1000 的整数，现为 ${options.limit}`)
  const query = parseQuery(text)
  await withStores(options, async (stores) => {
    const page = await stores.mentions.search({ query, filter: SearchFilter.parse({}), limit, cursor: null })
    say(`共 ${page.total}${page.totalCapped ? '+' : ''} 条`)
    for (const row of page.rows) {
      await result(options.json === true ? row : mentionLine(row.mention))
    }
  })
}

/** Time, source, the first words and where it stands; what is 正文待核 says so. */
export function mentionLine({ id, title, text, doubtful, publishedAt, source, url }: Mention): string {
  const words = (title ?? text ?? '').slice(0, excerptLength)
  return [publishedAt ?? '时间不详', source, `${doubtful === true ? '【正文待核】' : ''}${words}`, url ?? id].join('\t')
}
