import { fetchFaultClass } from '../../core/fetch-fault-class.ts'
import type { Mention } from '../../core/mention.ts'
import type { Article, Fetched } from '../../core/ports.ts'
import type { ArticleSelectors } from '../article-selectors.ts'
import type { Visit } from '../crawler.ts'
import { toMention } from '../draft.ts'
import { NothingParsedError, WrongContentError } from '../errors.ts'
import { keepPage } from '../keep-page.ts'
import { plainText } from '../plain-text.ts'
import { wallOf } from '../wall.ts'
import { seenAgain, type Look, type Revisit } from './revisit.ts'
import { saysDeleted } from './says-deleted.ts'

export interface PageSettings {
  readonly article: ArticleSelectors
  /** Whether the stored text was read from this very page; the text of a feed is another one and is not held against it. */
  readonly sameText: boolean
}

/** A web article, thread or feed item by its address. It shows no counts: those stay as they are known. */
export const revisitPage: Revisit<PageSettings> = async (visit, mention, settings) => {
  const url = mention.url ?? ''
  let fetched: Fetched
  try {
    fetched = await visit.get(url)
  } catch (error) {
    if (fetchFaultClass(error) === 'gone') return { kind: 'missing', words: error instanceof Error ? error.message.slice(0, 300) : '404' }
    throw error
  }
  if (fetched.text === null) throw new WrongContentError(visit.source.id, url, 'a text', fetched.contentType)
  const observedAt = visit.clock.now()
  const article = await visit.readArticle(fetched.text, { url: fetched.finalUrl, selectors: settings.article, observedAt })
  const said = notice(fetched.text, article, mention)
  if (said !== null) return { kind: 'deleted', words: said }
  return settings.sameText && isSound(visit, mention, article, fetched) ? await changed(visit, mention, article, fetched) : seenAgain(visit, mention)
}

/** A page that says so, unless what stood there is there still. */
function notice(html: string, article: Article, mention: Mention): string | null {
  const opening = (mention.text ?? mention.title ?? '').slice(0, 20)
  if (opening.length >= 8 && html.includes(opening)) return null
  return saysDeleted(`${article.title ?? ''} ${article.text ?? ''}`) ?? saysDeleted(plainText(html))
}

/** A changed layout must not look like an edited text. @throws what stands in its way; NothingParsedError where the page has no article any more */
function isSound(visit: Visit, mention: Mention, article: Article, fetched: Fetched): boolean {
  if (article.text !== null) return !article.doubtful
  if (mention.text === null) return article.title !== null
  const url = mention.url ?? ''
  const wall = wallOf(visit.source.id, url, { url: fetched.finalUrl, html: fetched.text ?? '' })
  throw wall ?? new NothingParsedError(visit.source.id, url, 'an article stood there and none can be read now')
}

async function changed(visit: Visit, mention: Mention, article: Article, fetched: Fetched): Promise<Look> {
  const { id, sourceKind, source, sourceId, url } = mention
  const now = { title: article.title ?? mention.title, text: article.text ?? mention.text, observedAt: visit.clock.now() }
  const { title, text, contentHash, observedAt } = toMention({ id, sourceKind, source, sourceId, url, ...now }, visit)
  if (contentHash === mention.contentHash) return seenAgain(visit, mention)
  const snapshot = await keepPage(visit, fetched)
  // The text is a sound one now, whatever it was before.
  const { gone: _gone, doubtful: _doubtful, ...before } = mention
  return { kind: 'seen', mention: { ...before, title, text, contentHash, observedAt, snapshot, fetchedElapsedMs: fetched.fetchedElapsedMs } }
}
