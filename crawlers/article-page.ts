import type { Mention } from '../core/mention.ts'
import type { Article } from '../core/ports.ts'
import { urlMentionId } from '../core/url-mention-id.ts'
import { articleFault, openingCharacters } from './article-fault.ts'
import type { ArticleSelectors } from './article-selectors.ts'
import type { Visit } from './crawler.ts'
import { toMention } from './draft.ts'
import { UnusableItemError } from './errors.ts'
import { getHtml } from './html-page.ts'
import { keepPage } from './keep-page.ts'

/**
 * Fetches an article's page, keeps its bytes as evidence and reads it. `promised` is the title that its list or feed gave it.
 * @throws what fetching throws, what articleFault tells, WrongContentError, UnusableItemError.
 */
export async function articleMention(
  visit: Visit,
  url: string,
  how: { readonly selectors: ArticleSelectors; readonly render?: boolean; readonly promised: string | null },
  complete: (article: Article) => Article
): Promise<Mention> {
  const optionsAt = (url: string) => ({ url, selectors: how.selectors, observedAt: visit.clock.now() })
  const whole: { article: Promise<Article> | null } = { article: null }
  const page = await getHtml(visit, url, {
    remember: false,
    render: how.render === true,
    mostCharacters: openingCharacters,
    async readWhole({ url, ...bytes }) {
      whole.article = Promise.resolve(visit.readArticle(bytes, optionsAt(url)))
      await whole.article.catch(() => undefined)
    }
  })
  if (page === null) throw new UnusableItemError(visit.source.id, url, '第一次请求就答“没有变化”（304）')
  const { fetched } = page
  const observedAt = visit.clock.now()
  const read = await (whole.article ?? visit.readArticle(page.html, optionsAt(page.url)))
  const fault = articleFault(visit.source.id, url, page, read, how.promised)
  if (fault !== null) throw fault
  const article = complete(read)
  const snapshot = await keepPage(visit, fetched)
  return toMention(
    {
      id: urlMentionId(url, visit.sha256),
      sourceKind: visit.source.kind,
      source: visit.source.name,
      sourceId: visit.source.id,
      url: page.url,
      title: article.title,
      text: article.text,
      author: article.author,
      publishedAt: article.publishedAt,
      publishedPrecision: article.publishedPrecision,
      doubtful: article.doubtful,
      observedAt,
      snapshot,
      fetchedElapsedMs: fetched.fetchedElapsedMs
    },
    visit
  )
}
