import { z } from 'zod'
import type { Fetched } from '../../core/ports.ts'
import type { Crawl, Visit } from '../crawler.ts'
import { NothingParsedError, UnusableItemError, WrongContentError } from '../errors.ts'
import { observeRanks } from '../ranks.ts'
import { refuseOnce } from '../refuse-once.ts'
import { wallOf } from '../wall.ts'
import { readBoard, type ReadBoard } from './boards.ts'
import type { HotListSettings } from './settings.ts'

/**
 * A hot list: each entry is one mention whose rank is a series. An entry that is there no more is observed with rank null. newsnow's
 * `updatedTime` is believed in nothing: within its interval it says now for what it kept.
 */
export const crawlHotList: Crawl<HotListSettings> = async (visit, settings) => {
  const url = settings.list === undefined ? visit.source.url : new URL(`/api/s?id=${settings.list}`, visit.source.url).href
  const fetched = await visit.get(url, { headers: { accept: 'application/json, text/html' } })
  const { entries, refused } = read(visit, settings, url, fetched)
  for (const { raw, reason } of refused) {
    const body = JSON.stringify(raw)
    await refuseOnce(visit, body, url, new UnusableItemError(visit.source.id, url, reason), body.slice(0, 20_000))
  }
  // An empty list is never calm: nothing has left it, it could not be read.
  if (entries.length === 0) throw new NothingParsedError(visit.source.id, url, 'the list has no entry')
  const list = settings.list === undefined ? settings.board : `${settings.board}-${settings.list}`
  const { staleAfterMinutes } = settings
  const { fetchedElapsedMs } = fetched
  const fresh = await observeRanks(visit, { list, name: visit.source.name, url, entries, staleAfterMinutes, fetchedElapsedMs })
  return { fetched: 1, parsed: entries.length, fresh }
}

function read(visit: Visit, settings: HotListSettings, url: string, { text, contentType, finalUrl }: Fetched): ReadBoard {
  if (text === null) throw new WrongContentError(visit.source.id, url, 'a hot list', contentType)
  try {
    return readBoard(settings.board, text, settings.mostEntries)
  } catch (error) {
    const wall = wallOf(visit.source.id, url, { url: finalUrl, html: text })
    if (wall !== null) throw wall
    if (error instanceof SyntaxError) throw new WrongContentError(visit.source.id, url, 'JSON', contentType)
    if (!(error instanceof z.ZodError)) throw error
    const reason = error.issues.map((issue) => `${issue.path.join('.') || 'answer'}: ${issue.message}`).join('; ')
    throw new NothingParsedError(visit.source.id, url, `it is no list of ${settings.board} (${reason})`)
  }
}
