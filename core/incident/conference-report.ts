import { RefusedError } from '../errors.ts'
import { chinaWallTime, latestOf, type Instant } from '../instant.ts'
import { pageRetraction } from '../page-retraction.ts'
import type { SeenPage } from './published-page.ts'

const conference = /发布会|通气会|吹风会|媒体见面会|记者会|记者见面会/
const held = /召开|举行|举办|会上|(通报|介绍|表示|回答|答复|获悉|了解到)|答(复)?记者|答问|实录|主持人|欢迎(大家|各位)/
/** A plan, up to the very verb: what follows it (会上说将继续…) is no plan of the conference. */
const planned =
  /(将|拟|定于|即将|计划|准备|预计|预定)[^。]{0,24}(召开|举行|举办)|(?<![主重按])(要|应当?|呼吁|建议|打算)(尽快|及时|再)?(召开|举行|举办)|(预告|敬请关注|请媒体记者)|的(通知|公告|邀请|请示|方案)|另行(通知|公布)|待定/

const name = '(?:发布会|通气会|吹风会|见面会|记者会)'
const meets = '(?:召开|举行|举办)'
/** Words of time, cause and certainty that a verb may stand behind. */
const adverb =
  '(?:因[^,，。]{1,20}?|由于[^,，。]{1,20}?|现|已经?|将|被|临时|目前|至今|暂时?|最终|仍|并|一直|再次|决定|确定|宣布|予以|也|又|未能?|如期|按期|按时|按计划|原定|[今明昨]天|[今明昨]日|的?消息)'
const notHeld = `(?:未能?|没有?能?|不[能会]|难以|尚未|并未|并没有|从未|不再|暂不|不|无法|暂缓|停止|放弃)(?:如期|按期|按时|按计划|安排|再|正式|单独|继续|就[^,，。]{1,10}?)*${meets}|(?:没有?|未)开成|不开了`
const cancelled = '(?:取消|叫停|中止|搁置|作罢|流产|暂不安排|不再安排|未安排)'
const postponed = '(?:延期|推迟|延后|改期|择期|暂缓)'
const off = `(?:${cancelled}|${postponed}|(?:${notHeld}))`
/** It did not take place, or was not to: the conference is the subject or the object, or the clause follows one that was about it. */
const which = `(?:了|原定|${meets}|今[天日]|本次|此次|该场?|的|于|\\d+[日时])`
const callsOff = new RegExp(
  `${name}${adverb}{0,5}${off}|(?<!${meets}[^,，。]{0,8})(?:${off}${which}*[^,，。会]{0,4}|(?:${cancelled}|${notHeld})[^,，。会]{0,16})${name}(?![上中])`
)
const followsOff = new RegExp(`^(?:(?:因|由于)[^，,]{1,20}[，,])?${adverb}{0,5}${off}`)
const postpones = new RegExp(postponed)
/** 系误传, of the conference that the clauses before it tell of. */
const followsUntrue = /^(?:纯?[系属]|实?为|是)[^，,。]{0,10}(?:误传|谣言|不实|虚假|编造|伪造|假新闻|假消息)/
/** Another one than the one that is claimed. */
const another = /下一?[场次轮]|后续|另一[场次]|另外/
/** It was put off and held, in one sentence. */
const heldAfterAll = /会上|(?:通报|介绍|回答|答复|公布|说明|出席)了/
/** Behind these stands what was said at it. */
const speech = /会上|会中|介绍|表示|通报了|说|指出|回答|答复|答[:：]|称/
const hearsay = /网传|传言|传闻|谣传|据传|消息称|网民|网友|有人/
const earlier = /去年|前年|往年|历年|上一?年度?同/
/** What was so before says nothing of now. */
const before = /此前|之前|以往|过去|一直|原先/
/** A withdrawal holds on, whenever it was. */
const endsIt = new RegExp(`${cancelled}|${postponed}`)
const untrue = /(?:消息|信息|说法|传言|此事|情况)[^。,，]{0,6}(?:不实|不属实|虚假|谣言|有误)|(?:系|为|属)(?:谣言|不实|误传)/

/**
 * 已召开, not 将召开 nor 未召开: the page says that a conference was held, takes that back nowhere, and was published after the time that is
 * claimed for it.
 * @throws RefusedError saying what the page lacks, in the page's own words where it speaks against it
 */
export function demandHeld({ evidence, text }: SeenPage, heldAt: Instant): void {
  const { title, publishedAt, publishedPrecision, url } = evidence
  const whole = `${title ?? ''}\n${text}`
  const all = whole
    .split(/[。！？；!?;\n]/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '')
  if (!conference.test(whole)) throw new RefusedError('该页面没有提到新闻发布会，不能证明已经召开，时限继续计算', { metadata: { url } })
  const against = saidAgainst(all, heldAt)
  if (against !== null) throw new RefusedError(`该页面写明「${against}」，不能证明新闻发布会已经召开，时限继续计算`, { metadata: { url } })
  if (!all.some((sentence) => saysHeld(sentence, heldAt))) {
    throw new RefusedError('该页面只预告了新闻发布会，没有写明已经召开，时限继续计算', { metadata: { url } })
  }
  const back = pageRetraction(whole)
  if (back !== null) throw new RefusedError(`该页面写明「${back}」，不能证明新闻发布会已经召开，时限继续计算`, { metadata: { url } })
  if (publishedAt === null) return
  if (latestOf(publishedAt, publishedPrecision) >= heldAt) return
  throw new RefusedError(
    `该页面发布于 ${chinaWallTime(publishedAt)}，早于发布会的举行时间 ${chinaWallTime(heldAt)}，不能证明已经召开，时限继续计算`,
    {
      metadata: { url }
    }
  )
}

function saysHeld(sentence: string, heldAt: Instant): boolean {
  return conference.test(sentence) && held.test(sentence) && !planned.test(sentence) && !calledOff(sentence) && !isOther(sentence, heldAt)
}

/** Another year's conference, or one that is only told of by others. */
function isOther(sentence: string, heldAt: Instant): boolean {
  const lead = sentence.slice(0, conference.exec(sentence)?.index ?? 0)
  const year = /(20\d\d)年\d{1,2}月/.exec(lead)?.[1]
  return hearsay.test(lead) || earlier.test(lead) || (year !== undefined && year !== chinaWallTime(heldAt).slice(0, 4))
}

/** The sentence that says it was not held; null where none does. One that was put off first and held then was held. */
function saidAgainst(sentences: readonly string[], heldAt: Instant): string | null {
  for (const [index, sentence] of sentences.entries()) {
    const heldThen = (): boolean => sentences.slice(index + 1).some((later) => saysHeld(later, heldAt))
    const previous = sentences[index - 1] ?? ''
    if (calledOff(sentence) || (conference.test(previous) && !speech.test(previous) && followsOff.test(sentence))) {
      if (!(postpones.test(sentence) && heldThen())) return sentence
    }
    const told = conference.test(sentence) ? sentence : conference.test(previous) ? previous : null
    if (told !== null && untrue.test(sentence) && hearsayOfConference(told)) return sentence
  }
  return null
}

function hearsayOfConference(sentence: string): boolean {
  return hearsay.test(sentence.slice(0, conference.exec(sentence)?.index ?? 0))
}

function calledOff(sentence: string): boolean {
  let about = false
  let earlierState = false
  for (const clause of sentence.split(/[，,：:]/)) {
    earlierState ||= before.test(clause)
    if (another.test(clause) || (earlierState && !endsIt.test(clause))) continue
    if (about && followsUntrue.test(clause.trim())) return true
    if (callsOff.test(clause) || (about && followsOff.test(clause.trim()))) return !(postpones.test(clause) && heldAfterAll.test(sentence))
    if (conference.test(clause)) about = true
    if (about && speech.test(clause)) return false
  }
  return false
}
