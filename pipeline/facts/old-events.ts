import { chinaWallTime, dayMs, msOf, type Instant } from '../../core/instant.ts'
import { tableOf } from '../names/character-table.ts'
import { readNumber } from './chinese-number.ts'
import type { Sentence } from './sentences.ts'

/** Tells figures of what happened long before the text was published. */
export interface OldEventJudge {
  /** Why the figure is an old one; null when nothing says so. */
  readonly whyOld: (sentence: Sentence, claimStart: number, claimEnd: number) => string | null
  /** Whether the text dates a happening to these days all the same. */
  readonly tellsNews: () => boolean
}

/** What happened longer ago than this is no news: nobody is to be alarmed by its figures. */
const oldDays = 30
/** So many characters behind a time are still about it. */
const governs = 24
/** A clause of no more than this behind a time is but a place: 2015年8月12日天津港,… */
const adverbial = 4

const month = String.raw`(?<month>\d{1,2})月(?:(?<day>\d{1,2})[日号])?`
const year = String.raw`(?<!\d)(?<year>(?:19|20)\d{2}|[一二][〇零一二三四五六七八九]{3})年`
const named = '(?:牺牲|遇难|死难|特别重大|特大|重大|较大|火灾|爆炸|事故|矿难|地震|大火|惨案|踩踏|坍塌|沉船|空难|洪水|泥石流|事件|[那当]年)'
const times = new RegExp(
  [
    String.raw`(?<!\d)(?<isoYear>(?:19|20)\d{2})[-/.](?<isoMonth>\d{1,2})[-/.](?<isoDay>\d{1,2})(?!\d)`,
    String.raw`${year}(?:${month})?`,
    String.raw`(?<!\d)${month.replaceAll('?<', '?<bare_')}(?!\d)`,
    String.raw`["“]?(?<!\d)(?<onMonth>\d{1,2})[·.](?<onDay>\d{1,2})(?!\d)["”]?(?=${named})`,
    String.raw`(?<ago>(?:(?:\d{1,3}|[一二两三四五六七八九十百几数多]{1,4})多?年|(?:\d{1,2}|[二两三四五六七八九十几数]{1,3})个?多?月)前(?!后))`,
    '(?<long>去年(?!以来)|前年|上世纪|民国|清末|清代|明清|抗战|解放前|建国前|解放战争|那年|那一年|当年(?!度))',
    '(?<now>今[天日晨早晚夜儿]|昨[天日晚夜晨儿]|前[天日晚夜](?!后)|刚刚|刚才|目前|现已|日前|近日|连日|本周|上周|这[两几]天|凌晨)',
    String.raw`(?<!\d)(?<today>\d{1,2}[日号])(?!线|楼|院|店|门|车|井|矿|机|馆|台|桥|路)`
  ].join('|'),
  'y'
)
/** Characters that a time can begin with. The expression is tried at these alone: it has many branches. */
const beginnings = tableOf('0123456789"“〇零一二三四五六七八九十两百几数多今昨前刚目现日近连本上这凌去那当民清明抗解建')
/** The time of a thing rather than of what happened: built, founded, born, from then on. */
const ofThing =
  /^(?:[^,。;:!?]{0,2}?(?:建成|建|成立|投产|投用|投入|出生|(?<!发)生(?!产事故)|注册|创办|开业|开馆|入职|入学|入伍|毕业|竣工|交付|改造|出厂|购|买|颁布|施行|印发|修订|参加工作|担任|起任|从军)|[版款届级]|起(?!火)|以来|至今|[至到前])/
const sinceThing = /(?:建|立|始|生|办|业|产|购|册|自|从|布|订|截[至止]到?|[至到])于?$/
const happening =
  /爆炸|起火|着火|失火|火灾|大火|事故|地震|坍塌|倒塌|垮塌|塌|踩踏|相撞|追尾|侧翻|中毒|泄漏|沉没|沉船|坠|洪|泥石流|滑坡|砍|捅|枪|遇难|死亡|牺牲/
/** Courts, reports and anniversaries come long after what they are about. At its own place (宣判现场) something may happen now. */
const frame =
  /(?:周年(?!庆|店|校|前|典礼)|年前的今天|历史上的今天|那年今日|去年今日|公祭|祭奠|追忆|往事|重访|回访|老照片(?!馆)|口述|(?<!曾[^,。;]{0,8})(?:宣判|判决|获刑|判处|减刑|[一二终]审(?!核)|开庭审理|庭审|受审|提起公诉)|警示教育|典型案例|警示案例|指导案例|案例通报|事故案例|调查报告|[吸汲]取[^,。;]{0,30}$)(?!现场|时(?!隔)|期间|途中|后|大厅|门口|的[^,。;]{0,4}[人男女犯])/
/** What follows the figure: 致4人死亡案, 今天是十周年. */
const caseBehind = /^的?一?案(?![发件])/
const anniversaryBehind =
  /(?:是|迎来|逢|满)(?![^,。;]{0,10}(?:成立|开业|创立|创办|建[校院厂市区]|结婚|开通|运营))[^,。;!?]{0,12}(?:周年(?!庆|店|校)|纪念日|忌日|祭日)/
/** 那场爆炸 alone may be last night's; beside its ruins it is not. */
const thatOne = /那[场次起](?!.*(?:今|昨|刚))/
const remains = /遗址|旧址|纪念[馆碑墙园公]|废墟上?建/

/** A time that the text names, with where its words end. `old`: how it is shown; null: lately. */
interface Mark {
  readonly start: number
  readonly end: number
  readonly old: string | null
  /** A date rather than a word like 今天, which anniversaries and verdicts have too. */
  readonly dated: boolean
}

/**
 * Judges figures by the time that stands nearest before them, else by what frames the text: a verdict, an anniversary, cases to
 * learn from. A time of lately between them and the figure makes it news again.
 */
export function oldEventJudge(sentences: readonly Sentence[], publishedAt: Instant | null): OldEventJudge {
  const published = publishedAt === null ? null : publishedDay(publishedAt)
  const known = new Map<Sentence, readonly Mark[]>()
  const marksOf = (sentence: Sentence): readonly Mark[] => {
    const marks = known.get(sentence) ?? marksIn(sentence.text, published)
    known.set(sentence, marks)
    return marks
  }
  const tellsNews = (): boolean =>
    sentences.some((one) =>
      marksOf(one).some(({ end, old, dated }, index, marks) => {
        const governed = one.text.slice(end, Math.min(marks[index + 1]?.start ?? Number.POSITIVE_INFINITY, end + governs))
        return old === null && (dated || happening.test(governed))
      })
    )

  function whyOld(sentence: Sentence, claimStart: number, claimEnd: number): string | null {
    const last = marksOf(sentence).findLast(({ end }) => end <= claimStart)
    if (last?.old === null) return null
    if (last !== undefined && governsTo(sentence.text, last.end, claimStart)) return said(last.old)
    const upTo = sentence.text.slice(0, claimStart)
    const behind = sentence.text.slice(claimEnd)
    const index = sentences.indexOf(sentence)
    const own = frame.exec(upTo) ?? caseBehind.exec(behind) ?? anniversaryBehind.exec(behind)
    if (own !== null) return said(own[0])
    if (thatOne.test(upTo) && remains.test(upTo)) return said('那场')
    if (tellsNews()) return null
    const before = sentences[index - 1]
    const carried = before === undefined || !happening.test(before.text) ? undefined : marksOf(before).at(-1)
    if (carried !== undefined && carried.old !== null) return said(carried.old)
    const around = sentences.slice(0, index).find(({ inTitle }, at) => inTitle || at === firstOf(sentences))
    const framed = around === undefined ? null : frame.exec(around.text)
    const after = anniversaryBehind.exec(sentences[index + 1]?.text ?? '')
    return framed !== null ? said(framed[0]) : after !== null ? said(after[0]) : null
  }
  return { whyOld, tellsNews }
}

/** A time tells of the figure behind the comma if it opens the sentence or tells a happening: 去年就反映过,还是塌了 does not. */
function governsTo(text: string, from: number, claimStart: number): boolean {
  const comma = text.indexOf(',', from)
  if (comma < 0 || comma >= claimStart || comma - from <= adverbial) return true
  return happening.test(text.slice(from, comma))
}

function said(words: string): string {
  return `以往事件（${words.slice(0, 12)}）`
}

function firstOf(sentences: readonly Sentence[]): number {
  return sentences.findIndex(({ inTitle }) => !inTitle)
}

interface Day {
  readonly year: number
  readonly ms: number
}

function publishedDay(at: Instant): Day {
  return { year: Number(chinaWallTime(at).slice(0, 4)), ms: msOf(at) }
}

function marksIn(text: string, published: Day | null): Mark[] {
  const marks: Mark[] = []
  for (const match of timesIn(text)) {
    const end = match.index + match[0].length
    const groups = match.groups ?? {}
    const mark = (old: string | null, dated: boolean): void => void marks.push({ start: match.index, end, old, dated })
    if (groups['now'] !== undefined) mark(null, false)
    else if (groups['today'] !== undefined) mark(null, true)
    else if (groups['ago'] !== undefined || groups['long'] !== undefined) mark(match[0], false)
    else if (
      published !== null &&
      !sinceThing.test(text.slice(Math.max(0, match.index - 8), match.index)) &&
      !ofThing.test(text.slice(end, end + 10))
    ) {
      const old = isOld(groups, published)
      // Without a year an old day may still be the one that the report is about.
      if (!old || groups['bare_month'] === undefined) mark(old ? shown(match[0], groups) : null, true)
    }
  }
  return marks
}

function timesIn(text: string): RegExpExecArray[] {
  const found: RegExpExecArray[] = []
  for (let at = 0; at < text.length; at++) {
    if (beginnings[text.charCodeAt(at)] !== 1) continue
    times.lastIndex = at
    const match = times.exec(text)
    if (match === null) continue
    found.push(match)
    at += match[0].length - 1
  }
  return found
}

/** Whether the whole year, the middle of the month or the day named lies so far back; without a year the last that has passed is meant. */
function isOld(groups: Readonly<Record<string, string | undefined>>, { year: publishedYear, ms }: Day): boolean {
  const saidYear = yearOf(groups)
  const named = (...names: readonly string[]): number | null => {
    const words = names.map((name) => groups[name]).find((one) => one !== undefined)
    return words === undefined ? null : Number(words)
  }
  const saidMonth = named('isoMonth', 'month', 'bare_month', 'onMonth')
  const saidDay = named('isoDay', 'day', 'bare_day', 'onDay')
  const endOf = (inYear: number): number =>
    saidMonth === null
      ? Date.UTC(inYear + 1, 0, 1)
      : saidDay === null
        ? Date.UTC(inYear, saidMonth - 1, 15)
        : Date.UTC(inYear, saidMonth - 1, saidDay + 1)
  if (saidYear !== null) return ms - endOf(saidYear) > oldDays * dayMs
  const begins = Date.UTC(publishedYear, (saidMonth ?? 1) - 1, saidDay ?? 1)
  return ms - endOf(begins - dayMs > ms ? publishedYear - 1 : publishedYear) > oldDays * dayMs
}

function yearOf(groups: Readonly<Record<string, string | undefined>>): number | null {
  const words = groups['isoYear'] ?? groups['year']
  return words === undefined ? null : readNumber(words)
}

function shown(words: string, groups: Readonly<Record<string, string | undefined>>): string {
  const parts = [yearOf(groups), groups['isoMonth'] ?? groups['month'], groups['isoDay'] ?? groups['day']]
  if (parts[0] === null) return words
  return parts.flatMap((part) => (part === undefined || part === null ? [] : [String(part).padStart(2, '0')])).join('-')
}
