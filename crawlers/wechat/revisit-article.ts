import { BlockPageError, NothingParsedError, WrongContentError } from '../errors.ts'
import { seenAgain, type Revisit } from '../revisit/revisit.ts'
import { readWechatPage } from './page.ts'

/** An article of an official account by its page, which says in its own words when it was deleted, and when we are turned away. */
export const revisitArticle: Revisit<null> = async (visit, mention) => {
  const url = mention.url ?? ''
  const { text, contentType } = await visit.get(url)
  if (text === null) throw new WrongContentError(visit.source.id, url, 'an HTML page', contentType)
  const page = readWechatPage(text, visit.clock.now())
  switch (page.kind) {
    case 'gone':
      return { kind: 'deleted', words: page.words }
    case 'blocked':
      throw new BlockPageError(visit.source.id, url, page.words)
    case 'unreadable':
      throw new NothingParsedError(visit.source.id, url, 'no article is on it')
    case 'article':
      return seenAgain(visit, mention)
  }
}
