import type { Occurrence } from '../../core/assessment.ts'
import { hourMs, instantFromMs, minuteMs, type Instant, type Precision } from '../../core/instant.ts'
import { sentencesOf, type Sentence } from '../facts/sentences.ts'
import { agoPattern, datesAndHours, justNow, momentAgo, momentOf, publishedOf, type Moment, type Published, type SaidTime } from '../facts/moments.ts'
import type { Normalised } from './normalise.ts'

const telling = /^[^,。;]{0,4}(?:电|讯|报道|获悉|表示|披露|发布|介绍|通报|宣布|称|说|消息)/
const mayBeAgo = /小时|钟头|分钟|刚|方才/
/** Up to when, since when, on which days: no moment at which anything happened. */
const span = /(?:截[至止]到?|截止|自|从|至|到|直到|每逢|农历|预计|计划|定于|将于|拟于)(?:北京时间|当地时间)?$/
/** A habit, opening hours, a plan: 每晚10点施工. */
const habit =
  /每[天日晚周月年]|天天|经常|总是|常常|平时|长期|营业|开放|作息|上班|下班|放学|准时|之前|以前|前完成|将[在于对]|即将|明[天日晚早]|后[天日]/
const happening = /发生|突发|突然|起火|着火|失火|爆炸|坍塌|倒塌|相撞|追尾|事故|地震/
/** The same, for 刚刚! before it. */
const breaksOut = /发生|突发|突然|火|炸|塌|撞|追尾|事故|地震|泄漏|落水|坠|被困|冒烟|巨响/
const leadSentences = 6

interface Candidate extends Moment {
  readonly start: number
  readonly end: number
  /** A day is named, here or before; what has none is the best guess only where nothing else is said. */
  readonly dated: boolean
}

/**
 * When it happened, as the opening says it (the title where the text says nothing): the most exact time that is not when
 * somebody spoke or when counting stopped. Years, months and days that are not said come from the publication; without one
 * only a full date counts. At +08:00.
 */
export function readOccurred(document: Normalised, publishedAt: Instant | null, publishedPrecision: Precision | null): Occurrence | null {
  const published = publishedOf(publishedAt, publishedPrecision)
  const inTitle: Sentence[] = []
  const inText: Sentence[] = []
  for (const sentence of sentencesOf(document.plain, document.titleEnd)) {
    if (sentence.inTitle) inTitle.push(sentence)
    else if (inText.push(sentence) === leadSentences) break
  }
  const best = bestOf(inText, published) ?? bestOf(inTitle, published)
  if (best === null) return null
  return { at: instantFromMs(best.at), precision: best.precision, ...document.span(best.start, best.end) }
}

function bestOf(sentences: readonly Sentence[], published: Published | null): Candidate | null {
  let first: Candidate | null = null
  let dated: Candidate | null = null
  let best: Candidate | null = null
  for (const sentence of sentences) {
    for (const one of candidatesOf(sentence, published, dated)) {
      first ??= one
      if (!one.dated) continue
      dated = one
      if (best === null || (best.precision === 'day' && one.precision !== 'day')) best = one
    }
  }
  return best ?? first ?? agoIn(sentences, published)
}

/** @param before what the text named last: 当天 is the day of that */
function candidatesOf(sentence: Sentence, published: Published | null, before: Candidate | null): Candidate[] {
  const found: Candidate[] = []
  const { text, start } = sentence
  let known = before
  for (const match of datesAndHours(text)) {
    const end = match.index + match[0].length
    if (span.test(text.slice(Math.max(0, match.index - 10), match.index)) || telling.test(text.slice(end, end + 12))) continue
    const said: SaidTime = match.groups ?? {}
    const isBare = said['bareClock'] !== undefined
    if (isBare && (habit.test(text) || (known === null && !isMoment(said, text)))) continue
    const moment = momentOf(said, published, known)
    if (moment === null || !isPast(moment, published)) continue
    const one = { at: moment.at, precision: moment.precision, start: start + match.index, end: start + end, dated: !isBare || known !== null }
    found.push(one)
    if (one.dated) known = one
  }
  return found
}

/** 下午3点 alone may be opening hours; with 许, with minutes or beside something that breaks out it is a moment. */
function isMoment(said: SaidTime, text: string): boolean {
  return said['bareAbout'] !== undefined || said['bareMinute'] !== undefined || happening.test(text)
}

function agoIn(sentences: readonly Sentence[], published: Published | null): Candidate | null {
  if (published === null) return null
  for (const [index, { text, start }] of sentences.entries()) {
    if (!mayBeAgo.test(text)) continue
    const moment = justNow.test(text) && breaksOut.test(sentences[index + 1]?.text ?? '') ? momentAgo({ now: text }, published) : null
    if (moment !== null) return { ...moment, start, end: start + text.length, dated: false }
    for (const match of text.matchAll(agoPattern)) {
      const moment = momentAgo(match.groups ?? {}, published)
      if (moment !== null) return { ...moment, start: start + match.index, end: start + match.index + match[0].length, dated: false }
    }
  }
  return null
}

/** A moment after the publication was read wrongly; a day's midnight is not a moment. */
function isPast(moment: Moment, published: Published | null): boolean {
  const slack = moment.precision === 'day' ? 0 : moment.precision === 'hour' ? hourMs : minuteMs * 10
  return published === null || moment.at <= published.latest + slack
}
