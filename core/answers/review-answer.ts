import { contradictions } from '../contradictions.ts'
import { chinaWallTime } from '../instant.ts'
import type { AnswerFinding, AnswerPassage, AnswerProposal, FindingKind } from './answer-finding.ts'
import type { FieldId, AnswerWords } from './answer-rules.ts'
import type { AnswerCurve, AnswerUnderReview } from './answer-under-review.ts'
import type { AskedQuestion } from './asked-questions.ts'
import { clausesOf, mostRead, type Clause } from './clauses.ts'
import { alike, copiedClauses, mayBeAlike, triplesOf } from './copied-text.ts'
import { statedCauses } from './early-cause.ts'
import { passedOnClauses, strangePlaces } from './elsewhere.ts'
import { hollowShare, lettersOf, weigh, type WeighedClause } from './hollow-text.ts'
import { brokenPromise, undatedPromises } from './promises.ts'
import { subjectPairs, termsIn } from './subject-terms.ts'

/** What a machine says of an answer. A person decides. */
export interface AnswerReview {
  readonly proposal: AnswerProposal
  readonly findings: readonly AnswerFinding[]
  /** Share of the letters that say nothing, courtesy left out, 0..1. */
  readonly hollowShare: number
  /** The parts that an answer should have, with the words that show each; none where it is missing. */
  readonly fields: readonly { readonly id: FieldId; readonly words: string; readonly passage: AnswerPassage | null }[]
  /** The questions of the public, with the words that answer each; none where nothing does. */
  readonly questions: readonly (AskedQuestion & { readonly passage: AnswerPassage | null })[]
  readonly curve: AnswerCurve | null
  /** True when the answer is longer than what was read. */
  readonly cut: boolean
}

/**
 * Holds an answer against what was asked, what it should have, what is established and what was answered before. Pure; the time is linear
 * in the text, of which 20,000 characters are read.
 */
export function reviewAnswer(answer: AnswerUnderReview, words: AnswerWords): AnswerReview {
  const clauses = weigh(clausesOf(answer.text), words)
  const reading: Reading = { answer, words, clauses, fields: fieldsOf(clauses, words), questions: answeredBy(clauses, answer, words) }
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
  const findings = [...content, ...broken(reading), ...repeated(answer, content), ...late(answer)]
  return {
    proposal: propose(answer, findings),
    findings,
    hollowShare: hollowShare(clauses),
    fields: reading.fields,
    questions: reading.questions,
    curve: answer.curve,
    cut: answer.text.length > mostRead
  }
}

/**
 * Which of 退回 and the three faults fits the findings. What is not public yet can be answered again, so it is returned; what is public is
 * 回应不妥当. Who fails a second time, or a date that they named themselves, has not handled it; who was merely late has reported late.
 */
function propose({ kind }: AnswerUnderReview, findings: readonly AnswerFinding[]): AnswerProposal {
  const grave = findings.filter((finding) => finding.grave)
  if (grave.some(({ kind: found }) => found === 'repeated' || found === 'broken-promise')) return 'handling'
  if (grave.some(({ kind: found }) => found !== 'late')) return kind === 'release' ? 'wording' : 'send-back'
  return grave.length > 0 ? 'reporting' : null
}

interface Reading {
  readonly answer: AnswerUnderReview
  readonly words: AnswerWords
  readonly clauses: readonly WeighedClause[]
  readonly fields: AnswerReview['fields']
  readonly questions: AnswerReview['questions']
}

/* ---- what it has ---- */

function fieldsOf(clauses: readonly WeighedClause[], words: AnswerWords): AnswerReview['fields'] {
  const saying = sayingOf(clauses, words)
  const { fields } = words
  return fields.map(({ id, words, signs }) => ({ id, words, passage: passageOf(saying.find(({ text }) => signs.stands(text))) }))
}

function answeredBy(clauses: readonly WeighedClause[], answer: AnswerUnderReview, words: AnswerWords): AnswerReview['questions'] {
  const saying = sayingOf(clauses, words)
  const { topics } = words
  return answer.questions.map((question) => {
    const topic = topics.find(({ id }) => id === question.topic)
    const asked = topic === undefined ? triplesOf(question.examples.map(({ text }) => text).join('')) : null
    const answers = ({ text }: Clause): boolean => (topic === undefined ? sharesTriples(text, asked) : topic.answers.stands(text))
    return { ...question, passage: passageOf(saying.find(answers)) }
  })
}

/** What is promised without a date is neither done nor an answer. */
function sayingOf(clauses: readonly WeighedClause[], words: AnswerWords): WeighedClause[] {
  const promised = new Set<Clause>(undatedPromises(clauses, words))
  return clauses.filter((clause) => clause.weight !== 'hollow' && clause.weight !== 'courtesy' && !promised.has(clause))
}

/** So many triples in common are no chance. */
const triplesInCommon = 2

function sharesTriples(text: string, asked: ReadonlySet<number> | null): boolean {
  return asked !== null && [...triplesOf(text)].filter((triple) => asked.has(triple)).length >= triplesInCommon
}

function has({ fields }: Reading, ...ids: FieldId[]): boolean {
  return fields.some(({ id, passage }) => passage !== null && ids.includes(id))
}

function explains({ clauses, words }: Reading): boolean {
  return lettersOf(sayingOf(clauses, words)) >= longEnough
}

/* ---- what is wrong with it ---- */

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
/** So many letters that are neither stock phrases nor courtesy explain something; what is shorter need not name its subject. */
const longEnough = 60

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
  if (lettersOf(saying) >= longEnough && isStrange(answer, saying))
    return [finding('off-point', true, `全文没有谈到所问的事${openWords === '' ? '' : `；未答：${openWords}`}`, saying)]
  if (asked >= fewestAsked && open.length === questions.length) return [finding('off-point', true, `所问都没有答：${openWords}`, saying)]
  return open.length === 0 ? [] : [finding('unanswered', false, `还没有答：${openWords}`, [])]
}

/** What one person asks in words of their own may be answered in others: only a person can tell. */
function isShared({ topic, mentions }: AskedQuestion): boolean {
  return mentions > 1 || !topic.startsWith('other-')
}

function isStrange({ text, subject, about, places }: AnswerUnderReview, saying: readonly Clause[]): boolean {
  if (about.length <= fewestTexts || subject.length <= fewestTerms || termsIn(text, subject) >= fewestTerms) return false
  const said = subjectPairs(about, places)
  const shared = subjectPairs(
    saying.map((clause) => clause.text),
    places
  )
  return [...shared].filter((pair) => said.has(pair)).length < fewestShared
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
  const grave = former.returned || (!former.own && !explains)
  const which = former.own ? (former.returned ? '已退回的答复' : '本事件先前的答复') : `另一事件的答复（${former.id}）`
  return [finding('copied', grave, `与${which}有 ${Math.round(nearest.share * 100)}% 相同`, copiedClauses(clauses, nearest.triples))]
}

function substanceOf(clauses: readonly WeighedClause[]): string {
  return clauses
    .filter(({ weight }) => weight !== 'courtesy')
    .map(({ text }) => text)
    .join('，')
}

function earlyCause({ answer, clauses, words }: Reading): AnswerFinding[] {
  if (answer.investigation !== 'pending') return []
  const stated = statedCauses(clauses, words)
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
    ...(passed.length === 0
      ? []
      : [finding('elsewhere', !has(reading, 'done', 'result', 'checked', 'basis'), '推给别的部门，没有说明已转交', passed)]),
    ...(strange.length === 0 ? [] : [finding('elsewhere', true, '说的是别处，没有提到事发地', strange)])
  ]
}

const asOf = /截至/
const quoted = /「([^」]*\d[^」]*)」/

function contradicting({ answer, clauses }: Reading): AnswerFinding[] {
  return answer.established.flatMap(({ by, text }) => {
    const told = contradictions(answer.text.slice(0, mostRead), text).flatMap((words) => quoted.exec(words)?.[1] ?? [])
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
  return [{ kind: 'repeated', grave: true, words: `已退回 ${sentBack} 次，仍不合格`, passages: grave.flatMap(({ passages }) => passages) }]
}

function late({ at, dueAt }: AnswerUnderReview): AnswerFinding[] {
  if (dueAt === null || at <= dueAt) return []
  return [finding('late', true, `应于 ${chinaWallTime(dueAt)} 前，实际 ${chinaWallTime(at)}`, [])]
}

const mostPassages = 12

function finding(kind: FindingKind, grave: boolean, words: string, clauses: readonly Clause[]): AnswerFinding {
  return { kind, grave, words, passages: clauses.slice(0, mostPassages).map(({ offset, text }) => ({ offset, text })) }
}

function passageOf(clause: Clause | undefined): AnswerPassage | null {
  return clause === undefined ? null : { offset: clause.offset, text: clause.text }
}
