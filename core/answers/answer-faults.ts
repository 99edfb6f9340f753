import { contradictions, tellsFigures } from '../contradictions.ts'
import { chinaWallTime } from '../instant.ts'
import type { AnswerFinding, AnswerPassage, FindingKind } from './answer-finding.ts'
import type { AnswerCurve, AnswerUnderReview } from './answer-under-review.ts'
import type { AskedQuestion } from './asked-questions.ts'
import { mostRead, type Clause } from './clauses.ts'
import { alike, copiedClauses, mayBeAlike, triplesOf } from './copied-text.ts'
import { statedCauses } from './early-cause.ts'
import { passedOnClauses, strangePlaces } from './elsewhere.ts'
import { hollowShare, lettersOf, type WeighedClause } from './hollow-text.ts'
import { brokenPromise, undatedPromises } from './promises.ts'
import { explains, has, longEnough, type Reading } from './read-answer.ts'
import { subjectPairs, termsIn } from './subject-terms.ts'

/** Everything that is wrong with an answer, each with the passages that show it. */
export function answerFaults(reading: Reading): AnswerFinding[] {
  const { answer } = reading
  const content = [
    ...hollow(reading),
    ...missing(reading),
    ...offPoint(reading),
    ...copied(reading),
    ...earlyCause(reading),
    ...undated(reading),
    ...elsewhere(reading),
    ...contradicting(reading),
    ...dismissive(reading),
    ...stillAsked(reading)
  ]
  return [...content, ...broken(reading), ...repeated(answer, content), ...late(answer)]
}

function hollow({ clauses, words: { thresholds } }: Reading): AnswerFinding[] {
  const share = hollowShare(clauses)
  const says = clauses.some(({ weight }) => weight === 'concrete')
  const empty = clauses.filter(({ weight }) => weight === 'hollow')
  if (empty.length === 0 || share < thresholds.hollowShareWithoutSubstance) return []
  const grave = share >= thresholds.hollowShare || !says
  return [finding('hollow', grave, `套话占 ${Math.round(share * 100)}%${says ? '' : '，没有一句具体内容'}`, empty)]
}

/** Fewer of 核查, 处理或依据, 办理单位, 时间 tell neither what was found nor what was done, unless the rest explains at some length. */
const fewestFields = 2

function missing(reading: Reading): AnswerFinding[] {
  const absent = reading.fields.filter(({ id, passage }) => passage === null && id !== 'basis')
  const explained = has(reading, 'basis')
  const present = [has(reading, 'checked') || explained, has(reading, 'done', 'result') || explained, has(reading, 'who'), has(reading, 'when')]
  const grave = present.filter(Boolean).length < fewestFields && !explains(reading)
  const told = explained && !grave ? absent.filter(({ id }) => id === 'contact' || id === 'who') : absent
  return told.length === 0
    ? []
    : [finding('missing', grave, `没有写明：${told.map(({ words }) => words).join('、')}`, grave ? reading.clauses.slice(0, 3) : [])]
}

/** The words of fewer mentions are too few to tell what the matter is about. */
const fewestTexts = 3
const fewestTerms = 2
/** Letter pairs in common with what was said of the matter, from which an answer is about it though it does not name it. */
const fewestShared = 4
const fewestAsked = 3

function offPoint(reading: Reading): AnswerFinding[] {
  const { answer, clauses } = reading
  const saying = clauses.filter(({ weight }) => weight === 'concrete' || weight === 'plain')
  const questions = reading.questions.filter(isShared)
  const asked = questions.reduce((sum, { mentions }) => sum + mentions, 0)
  const open = questions.filter(({ passage }) => passage === null)
  const openWords = open.map(({ words, mentions }) => `${words}（${mentions} 条）`).join('、')
  if (lettersOf(saying) >= (isOfFewWords(answer) ? longEnoughByHand : longEnough) && isStrange(answer, saying))
    return [finding('off-point', true, `全文没有谈到所问的事${openWords === '' ? '' : `；未答：${openWords}`}`, saying)]
  if (asked >= fewestAsked && open.length === questions.length) return [finding('off-point', true, `所问都没有答：${openWords}`, saying)]
  return open.length === 0 ? [] : [finding('unanswered', false, `还没有答：${openWords}`, [])]
}

/** What one person asks in words of their own may be answered in others: only a person can tell. */
function isShared({ topic, mentions }: AskedQuestion): boolean {
  return mentions > 1 || !topic.startsWith('other-')
}

/** What a person wrote is little, but known to be about the matter: an answer is strange to it that has nothing of it at all. */
const longEnoughByHand = 40
const fewestSharedByHand = 2

function isOfFewWords({ byHand, about }: AnswerUnderReview): boolean {
  return byHand === true && about.length <= fewestTexts
}

function isStrange(answer: AnswerUnderReview, saying: readonly Clause[]): boolean {
  const { text, subject, about, places } = answer
  const few = isOfFewWords(answer)
  if (!few && (about.length <= fewestTexts || subject.length <= fewestTerms)) return false
  if (termsIn(text, subject) >= (few ? 1 : fewestTerms)) return false
  const said = subjectPairs(about, places)
  const shared = subjectPairs(
    saying.map((clause) => clause.text),
    places
  )
  return [...shared].filter((pair) => said.has(pair)).length < (few ? fewestSharedByHand : fewestShared)
}

/** A shorter text is like many others. */
const fewestTriples = 15

function copied({ answer, clauses, words: { thresholds }, fields }: Reading): AnswerFinding[] {
  const own = triplesOf(substanceOf(clauses))
  if (own.size < fewestTriples) return []
  let nearest: { readonly share: number; readonly triples: ReadonlySet<number>; readonly index: number } | null = null
  for (const [index, { text }] of answer.former.entries()) {
    if (!mayBeAlike(own.size, text.length, thresholds.copiedShare)) continue
    const triples = triplesOf(text.slice(0, mostRead))
    const share = alike(own, triples)
    if (share >= thresholds.copiedShare && share > (nearest?.share ?? 0)) nearest = { share, triples, index }
  }
  const former = nearest === null ? undefined : answer.former[nearest.index]
  if (nearest === null || former === undefined) return []
  // A rule is explained in the same words each time it is asked for.
  const explains = !former.own && fields.some(({ id, passage }) => id === 'basis' && passage !== null)
  const changed = former.own ? changedFigures(answer.text.slice(0, mostRead), former.text.slice(0, mostRead)) : []
  const grave = (former.returned && changed.length === 0) || (!former.own && !explains)
  const which = former.own ? (former.returned ? '已退回的答复' : '本事件先前的答复') : `另一事件的答复（${former.id}）`
  return [
    finding(
      'copied',
      grave,
      `与${which}有 ${Math.round(nearest.share * 100)}% 相同${changed.length === 0 ? '' : `，数字已改：${changed.join('、')}`}`,
      copiedClauses(clauses, nearest.triples)
    )
  ]
}

/** Figures, with the words right behind them, that the former answer does not have: what was corrected in the same words is answered anew. */
function changedFigures(text: string, former: string): string[] {
  const figures = (of: string): string[] => Array.from(of.normalize('NFKC').matchAll(/\d+(?:[.,]\d+)*[^\d\p{P}\s]{0,3}/gu), ([words]) => words)
  const before = new Set(figures(former))
  return [...new Set(figures(text))].filter((words) => !before.has(words)).slice(0, 5)
}

function substanceOf(clauses: readonly WeighedClause[]): string {
  return clauses
    .filter(({ weight }) => weight !== 'courtesy')
    .map(({ text }) => text)
    .join('，')
}

function earlyCause({ answer, clauses, words }: Reading): AnswerFinding[] {
  if (answer.investigation !== 'pending') return []
  const stated = statedCauses(answer.text, clauses, words)
  return stated.length === 0 ? [] : [finding('early-cause', true, '调查还没有结论，已说出或排除原因', stated)]
}

function undated(reading: Reading): AnswerFinding[] {
  const promised = undatedPromises(reading.clauses, reading.words)
  if (promised.length === 0) return []
  const grave = !has(reading, 'done', 'result', 'basis') && !explains(reading)
  return [finding('undated', grave, grave ? '只有没有期限的承诺，没有已办的事' : '有承诺没有写明期限', promised)]
}

function broken({ answer, clauses, words }: Reading): AnswerFinding[] {
  const found = brokenPromise(answer.former, clauses, answer.at, words)
  return found === null ? [] : [finding('broken-promise', true, `先前答复称“${found.promise}”，已过期仍未办成`, found.clauses)]
}

function elsewhere(reading: Reading): AnswerFinding[] {
  const { answer, clauses, words } = reading
  const passed = passedOnClauses(clauses, words)
  const strange = strangePlaces(clauses, answer.about, answer.places)
  return [
    ...(passed.length === 0 ? [] : [finding('elsewhere', !saysWhatItDid(reading, passed), '推给别的部门，没有说明已转交', passed)]),
    ...(strange.length === 0 ? [] : [finding('elsewhere', true, '说的是别处，没有提到事发地', strange)])
  ]
}

/** That it was looked at, or is true, is not yet anything done about it: 情况属实，请向街道反映. */
function saysWhatItDid(reading: Reading, passed: readonly Clause[]): boolean {
  const told = (text: string): boolean => !text.endsWith('属实') && !passed.some((clause) => clause.text === text)
  const deeds = reading.fields.some(({ id, passage }) => deedFields.has(id) && passage !== null && told(passage.text))
  return deeds || (has(reading, 'checked') && explains(reading))
}

const deedFields: ReadonlySet<string> = new Set(['done', 'result', 'basis'])

const asOf = /截至/
const quoted = /「([^」]*(?:\d|[一二两三四五六七八九十百千][人名位死])[^」]*)」/u

function contradicting({ answer, clauses }: Reading): AnswerFinding[] {
  return answer.established.flatMap(({ by, text }, index) => {
    // What was established before it has the last word: who repeats that is not at odds with anything.
    const first = answer.established.slice(0, index)
    const told = contradictions(answer.text.slice(0, mostRead), text)
      .flatMap((words) => quoted.exec(words)?.[1] ?? [])
      .filter((words) => !first.some((one) => tellsFigures(one.text, words)))
    const at = clauses.filter((clause) => told.some((words) => clause.text.normalize('NFKC').includes(words)))
    // A later count may be another one; what it says is shown and accuses nobody.
    const updates = at.every(({ sentence }) => clauses.some((clause) => clause.sentence === sentence && asOf.test(clause.text)))
    return at.length === 0 ? [] : [finding('contradiction', !updates, `与${by}不一致：${told.join('、')}`, at)]
  })
}

function dismissive({ clauses, words }: Reading): AnswerFinding[] {
  const scolding = clauses.filter(({ text }) => words.dismissive.stands(text))
  return scolding.length === 0 ? [] : [finding('dismissive', true, '指责提问的人，没有回应关切', scolding)]
}

/** A release after which more is said, and more of it against us, has not answered what it leaves open. */
function stillAsked({ answer, questions, words: { thresholds } }: Reading): AnswerFinding[] {
  const { curve } = answer
  if (curve === null || curve.after.mentions < thresholds.mentionsAfter) return []
  const [before, after] = [negativeShare(curve.before), negativeShare(curve.after)]
  if (before === null || after === null) return []
  if (curve.after.mentions < curve.before.mentions * thresholds.volumeGrowth || after - before < thresholds.negativeGrowth) return []
  const words = `前后各 ${curve.hours} 小时：${curve.before.mentions}→${curve.after.mentions} 条，负面 ${percent(before)}→${percent(after)}`
  return [
    finding(
      'still-asked',
      questions.some(({ passage }) => passage === null),
      words,
      []
    )
  ]
}

function negativeShare({ judged, negative }: AnswerCurve['before']): number | null {
  return judged === 0 ? null : negative / judged
}

function percent(share: number): string {
  return `${Math.round(share * 100)}%`
}

function repeated({ sentBack }: AnswerUnderReview, content: readonly AnswerFinding[]): AnswerFinding[] {
  const grave = content.filter((one) => one.grave)
  if (sentBack === 0 || grave.length === 0) return []
  return [{ kind: 'repeated', grave: true, words: `已退回 ${sentBack} 次，仍不合格`, passages: onceEach(grave.flatMap(({ passages }) => passages)) }]
}

function onceEach(passages: readonly AnswerPassage[]): AnswerPassage[] {
  return [...new Map(passages.map((passage) => [passage.offset, passage])).values()]
}

function late({ at, dueAt }: AnswerUnderReview): AnswerFinding[] {
  if (dueAt === null || at <= dueAt) return []
  return [finding('late', true, `应于 ${chinaWallTime(dueAt)} 前，实际 ${chinaWallTime(at)}`, [])]
}

const mostPassages = 12

function finding(kind: FindingKind, grave: boolean, words: string, clauses: readonly Clause[]): AnswerFinding {
  return { kind, grave, words, passages: clauses.slice(0, mostPassages).map(({ offset, text }) => ({ offset, text })) }
}
