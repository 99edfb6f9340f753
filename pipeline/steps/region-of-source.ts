import type { GazetteerEntry } from '../../core/lexicon.ts'
import type { Mention } from '../../core/mention.ts'
import type { Source } from '../../core/source.ts'

/** What is added to the name of a paper where it speaks elsewhere: 天津日报客户端. */
const channels = /(?:新闻)?(?:客户端|app|微信公众号|公众号|官方微信|微信|官方微博|官微|微博|抖音号|视频号|头条号)$/i

/** The division that a mention's source reports on: as the configured source says, else as the gazetteer knows the paper by its name; null where neither does. */
export function regionOfSource(
  gazetteer: readonly GazetteerEntry[]
): (source: Pick<Source, 'region'> | undefined, mention: Pick<Mention, 'source'>) => string | null {
  const byName = new Map(gazetteer.flatMap(({ code, media = [] }) => media.map((name) => [name, code] as const)))
  return (source, { source: name }) => source?.region ?? byName.get(name) ?? byName.get(name.replace(channels, '')) ?? null
}
