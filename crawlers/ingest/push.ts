import { InvalidInputError, NotFoundError } from '../../core/errors.ts'
import type { Ingest, IngestSource, TypedItem } from '../../core/ingest/ingest.ts'
import { MentionId } from '../../core/mention.ts'
import type { CrawlState } from '../../core/ports.ts'
import type { Source } from '../../core/source.ts'
import { draftFields } from './draft-fields.ts'
import { draftItem, type Item } from './draft-item.ts'
import type { Field } from './header.ts'
import { ingestBatch, type Incoming, type IngestDeps } from './ingest-batch.ts'
import { noteReceived } from './received.ts'
import type { Cell } from './row.ts'
import { IngestSettings } from './settings.ts'

const mostItems = 1000

/** What the sources without a crawler take: pushes and what people type in. */
export function createIngest(
  deps: IngestDeps & { readonly crawl: Pick<CrawlState, 'cursor' | 'setCursor'>; readonly sources: readonly Source[] }
): Ingest {
  const known = new Map(
    deps.sources
      .filter((source) => source.crawler === 'ingest' && source.enabled)
      .map((source) => [source.id, { source, settings: IngestSettings.parse(source.settings) }] as const)
  )
  const find = (sourceId: string): { readonly source: Source; readonly settings: IngestSettings } => {
    const found = known.get(sourceId)
    if (found === undefined) throw new NotFoundError(`没有采集源 ${sourceId}，或它不收推送和录入`)
    return found
  }
  return {
    sources: [...known.values()].map(({ source: { id, name, kind }, settings: { push, form } }): IngestSource => ({ id, name, kind, push, form })),
    async push(sourceId, body, observedAt) {
      const { source, settings } = find(sourceId)
      if (!settings.push) throw new InvalidInputError(`采集源 ${sourceId} 不收推送（push: false）`)
      const items = itemsOf(body)
      const report = await ingestBatch(
        deps,
        source,
        items.map((item, index) => incomingOf(item, index, source, settings, deps)),
        observedAt
      )
      await noteReceived(deps.crawl, sourceId, report.accepted)
      return report
    },
    async enter(sourceId, item) {
      const { source, settings } = find(sourceId)
      if (!settings.form) throw new InvalidInputError(`采集源 ${sourceId} 不收人工录入（form: false）`)
      return await enter(deps, source, item)
    }
  }
}

async function enter(deps: Parameters<typeof createIngest>[0], source: Source, item: TypedItem): Promise<MentionId> {
  const now = deps.clock.now()
  const drafts: Incoming['drafts'] = () => [draftFields(saidByPerson(item), source, deps.sha256)]
  const { items } = await ingestBatch({ ...deps, deadLetters: { put: async () => undefined } }, source, [{ place: '人工录入', raw: '', drafts }], now)
  const [entered] = items
  if (entered === undefined || entered.id === null) throw new InvalidInputError(entered?.reason ?? '没有录入')
  await noteReceived(deps.crawl, source.id, 1)
  return MentionId.parse(entered.id)
}

function saidByPerson({ key, title, text, publishedAt, caller, place, url }: TypedItem) {
  const said: Partial<Record<Field, Cell>> = { key: `typed-${key}`, title, text, publishedAt, caller, region: place, url }
  const names: Partial<Record<Field, string>> = { url: '链接', publishedAt: '时间' }
  return { value: (field: Field) => said[field] ?? null, column: (field: Field) => names[field] ?? field }
}

function incomingOf(item: unknown, index: number, source: Source, settings: IngestSettings, deps: IngestDeps): Incoming {
  return {
    place: `推送第 ${index + 1} 条`,
    raw: JSON.stringify(item) ?? '',
    drafts() {
      if (typeof item !== 'object' || item === null || Array.isArray(item)) throw new RangeError('应为一个 JSON 对象 {…}')
      return draftItem(item as Item, source, settings, deps.sha256)
    }
  }
}

/**
 * `{"items":[…]}`, a bare list, one object, or what weibo-crawler posts: `{"user":{…},"weibo":[…]}`, whose posts name no author where the
 * user is theirs.
 */
function itemsOf(body: unknown): readonly unknown[] {
  const items = listOf(body)
  if (items === null) throw new InvalidInputError('应为 {"items":[…]}、一个列表或一个对象')
  if (items.length > mostItems) throw new InvalidInputError(`一次最多 ${mostItems} 条，现有 ${items.length} 条`)
  return items
}

function listOf(body: unknown): readonly unknown[] | null {
  if (Array.isArray(body)) return body
  if (typeof body !== 'object' || body === null) return null
  if ('items' in body && Array.isArray(body.items)) return body.items
  if ('weibo' in body && Array.isArray(body.weibo)) return body.weibo
  return [body]
}
