import { RefusedError } from '../errors.ts'
import { chinaWallTime, latestOf, type Instant } from '../instant.ts'
import type { PublishedPage } from './published-page.ts'

const conference = /发布会|通气会|吹风会|媒体见面会|记者会|记者见面会/
const held = /召开|举行|举办|会上|(通报|介绍|表示|回答|答复)|答(复)?记者/
/** A plan, up to the very verb: what follows it (会上说将继续…) is no plan of the conference. */
const planned = /(将|拟|定于|即将|计划|准备|预计|预定)[^。]{0,24}(召开|举行|举办)|(预告|敬请关注|请媒体记者)/

/**
 * 已召开, not 将召开: the page says that a conference was held, and it was published after the time that is claimed for it.
 * @throws RefusedError saying what the page lacks
 */
export function demandHeld({ evidence, text }: PublishedPage, heldAt: Instant): void {
  const { title, publishedAt, publishedPrecision, url } = evidence
  const sentences = `${title ?? ''}\n${text}`.split(/[。！？；!?;\n]/).filter((sentence) => conference.test(sentence))
  if (sentences.length === 0) throw new RefusedError('该页面没有提到新闻发布会，不能证明已经召开，时限继续计算', { metadata: { url } })
  if (!sentences.some((sentence) => held.test(sentence) && !planned.test(sentence))) {
    throw new RefusedError('该页面只预告了新闻发布会，没有写明已经召开，时限继续计算', { metadata: { url } })
  }
  if (publishedAt === null) return
  if (latestOf(publishedAt, publishedPrecision) >= heldAt) return
  throw new RefusedError(
    `该页面发布于 ${chinaWallTime(publishedAt)}，早于发布会的举行时间 ${chinaWallTime(heldAt)}，不能证明已经召开，时限继续计算`,
    {
      metadata: { url }
    }
  )
}
