import type { Fetched } from '../core/ports.ts'
import type { Visit } from './crawler.ts'
import { WrongContentError } from './errors.ts'
import { wallOf } from './wall.ts'

/** The JSON of an answer. @throws LoginWallError, BlockPageError for a page that stands in its place; WrongContentError for any other */
export function jsonOf(visit: Visit, url: string, { text, finalUrl, contentType }: Fetched): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    throw wallOf(visit.source.id, url, { url: finalUrl, html: text ?? '' }) ?? new WrongContentError(visit.source.id, url, 'JSON', contentType)
  }
}
