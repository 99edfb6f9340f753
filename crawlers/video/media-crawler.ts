import { z } from 'zod'
import { msOf } from '../../core/instant.ts'
import type { Mention } from '../../core/mention.ts'
import type { Crawl, Visit } from '../crawler.ts'
import { toMention } from '../draft.ts'
import { readEach } from '../each-list.ts'
import { NothingParsedError, UnusableItemError, WrongContentError } from '../errors.ts'
import { formatOfPath } from '../import/detect.ts'
import { draftMediaCrawler, type ItemType, type Platform } from '../import/media-crawler.ts'
import { parseJson } from '../../core/json-ids.ts'
import { refuseOnce } from '../refuse-once.ts'
import type { VideoSettings } from './settings.ts'

/** `/api/data/files` of MediaCrawler's own page. */
const Files = z.object({
  files: z.array(z.object({ path: z.string(), size: z.number().catch(0), modified_at: z.number() }))
})

interface Wanted {
  readonly path: string
  readonly platform: Platform
  readonly type: ItemType
  /** What tells one state of the file from another. */
  readonly state: string
}

const Cursor = z.object({ state: z.string(), newestMs: z.number() })

/**
 * What a MediaCrawler that a person runs has written, by its own page. Each visit takes the files that changed, and of them what was touched
 * since. It lists no .jsonl, which it writes where nothing else is set.
 */
export const crawlMediaCrawler: Crawl<Extract<VideoSettings, { from: 'media-crawler' }>> = async (visit, settings) => {
  const url = new URL('/api/data/files', visit.source.url).href
  const { text, contentType } = await visit.get(url)
  const listed = Files.safeParse(jsonOf(visit, url, text, contentType))
  if (!listed.success) throw new NothingParsedError(visit.source.id, url, 'it is no list of files')
  const wanted = wantedOf(settings, listed.data.files)
  if (wanted.length === 0)
    throw new NothingParsedError(
      visit.source.id,
      url,
      'it lists no .json of contents or comments; MediaCrawler writes .jsonl unless told SAVE_DATA_OPTION=json'
    )
  if (wanted.length > settings.mostFiles) visit.capped(`一次最多读 ${settings.mostFiles} 个文件，更早的没有看`)
  const total = { fetched: 1, parsed: 0, fresh: 0 }
  const failure = await readEach(
    visit,
    wanted.slice(0, settings.mostFiles),
    () => visit.source.url,
    async (file) => {
      const seen = await readFile(visit, file)
      if (seen === null) return
      total.fetched += 1
      total.parsed += seen.parsed
      total.fresh += seen.emitted
    }
  )
  if (failure !== null) throw failure
  return { ...total, parsed: Math.max(total.parsed, wanted.length) }
}

function wantedOf(settings: Extract<VideoSettings, { from: 'media-crawler' }>, files: z.infer<typeof Files>['files']): readonly Wanted[] {
  return files
    .toSorted((a, b) => b.modified_at - a.modified_at)
    .flatMap(({ path, size, modified_at }) => {
      const format = /\.json$/i.test(path) ? formatOfPath(path) : null
      if (format?.format !== 'media-crawler') return []
      const { platform, type } = format
      if (settings.platforms.length > 0 && !settings.platforms.includes(platform)) return []
      if (type === 'comments' && !settings.comments) return []
      return [{ path, platform, type, state: `${modified_at} ${size}` }]
    })
}

/** Null for a file that did not change. */
async function readFile(visit: Visit, file: Wanted): Promise<{ parsed: number; emitted: number } | null> {
  const name = `file ${file.path}`
  const kept = await visit.crawl.cursor(visit.source.id, name)
  const before = kept === null ? null : Cursor.parse(JSON.parse(kept))
  if (before?.state === file.state) return null
  const url = new URL(`/api/data/download/${file.path.split(/[\\/]/).map(encodeURIComponent).join('/')}`, visit.source.url).href
  const { text, contentType, fetchedElapsedMs } = await visit.get(url)
  const items = z.array(z.unknown()).safeParse(jsonOf(visit, url, text, contentType))
  if (!items.success) throw new NothingParsedError(visit.source.id, url, 'it is no list of items')
  const mentions: Mention[] = []
  for (const item of items.data) {
    const mention = await mentionOf(visit, file, url, item, fetchedElapsedMs)
    // The file is written anew as a whole; what was touched before is known.
    if (mention !== null && (before === null || msOf(mention.observedAt) > before.newestMs)) mentions.push(mention)
  }
  await visit.emit(mentions)
  const newestMs = mentions.reduce((newest, { observedAt }) => Math.max(newest, msOf(observedAt)), before?.newestMs ?? 0)
  await visit.crawl.setCursor(visit.source.id, name, JSON.stringify({ state: file.state, newestMs }))
  return { parsed: items.data.length, emitted: mentions.length }
}

async function mentionOf(visit: Visit, file: Wanted, url: string, item: unknown, fetchedElapsedMs: number): Promise<Mention | null> {
  try {
    const fields = z.record(z.string(), z.unknown()).parse(item)
    const draft = draftMediaCrawler(file.platform, file.type, fields, visit.sha256)
    return toMention({ ...draft, sourceId: visit.source.id, fetchedElapsedMs }, visit)
  } catch (error) {
    const reason = error instanceof z.ZodError ? '应为一个 JSON 对象 {…}' : error instanceof Error ? error.message : String(error)
    const body = JSON.stringify(item)
    await refuseOnce(visit, body, url, new UnusableItemError(visit.source.id, url, reason), body.slice(0, 20_000))
    return null
  }
}

function jsonOf(visit: Visit, url: string, text: string | null, contentType: string | null): unknown {
  try {
    return parseJson(text ?? '')
  } catch {
    throw new WrongContentError(visit.source.id, url, 'JSON', contentType)
  }
}
