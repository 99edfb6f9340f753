import {
  aftermath,
  asks,
  blames,
  byWord,
  causeVerb,
  concerns,
  culprit,
  deliberate,
  endsInHappening,
  event,
  fault,
  felledBy,
  firstLink,
  happens,
  harm,
  isFailing,
  isTheCause,
  measure,
  namesCause,
  notExcluded,
  ofHurt,
  ofNews,
  onlyFeared,
  onlyThen,
  person,
  reasonOfMeasure,
  rootFault,
  rootIs,
  stems,
  supposed
} from './cause-words.ts'
import { withPlainWidth } from './written-number.ts'

/** What others are said to say and is called untrue is no statement of ours. */
const refuted = /(?:网传|网上|网络|网民|网友|有人|谣传)[^。;；!！?？\n]{0,60}?(?:不实|谣言|虚假|假消息|不属实)/g
const sentenceEnd = /([。;；!！?？\n])/
/** A longer sentence is read in parts: no cause is told over more. */
const longestSentence = 400

/** Sentences of a text that state why it happened, guesses among them; empty where none does. A question with its mark states nothing. */
export function statedCauses(text: string): string[] {
  return withPlainWidth(text)
    .replace(refuted, '')
    .split(sentenceEnd)
    .filter((_, index, parts) => index % 2 === 0 && !/[?？]/.test(parts[index + 1] ?? ''))
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '' && partsOf(sentence.replaceAll('，', ',')).some(statesCause))
}

function partsOf(sentence: string): string[] {
  if (sentence.length <= longestSentence) return [sentence]
  return Array.from({ length: Math.ceil(sentence.length / longestSentence) }, (_, index) =>
    sentence.slice(index * longestSentence, (index + 1) * longestSentence)
  )
}

/** `对失职造成后果的，依法追责` is a rule for whoever it may be. */
const ruleFor = /^(?:对|凡|如|若)[^]*的$/u

function statesCause(sentence: string): boolean {
  const clauses = sentence.split(',')
  return (
    says(namesCause, sentence) ||
    clauses.some((clause, index) => {
      const [before, after] = [clauses[index - 1] ?? '', clauses[index + 1] ?? '']
      if (ruleFor.test(clause)) return false
      return (
        isJudgement(clause) ||
        isBroughtAbout(clause, before) ||
        isReason(clause, before, after) ||
        isChain(clause, before) ||
        isPlainlyTold(clause, before)
      )
    })
  )
}

function says(pattern: RegExp, text: string): boolean {
  const found = pattern.exec(text)
  return found !== null && !asks.test(found[0]) && !/是否|有无|不是|并非/.test(text.slice(Math.max(0, found.index - 3), found.index + 3))
}

/** A noun of cause, blame, or a guess. */
function isJudgement(clause: string): boolean {
  if (asks.test(clause) && !notExcluded.test(clause)) return false
  const guess = supposed.exec(clause)
  return (
    [isTheCause, blames, concerns, notExcluded].some((pattern) => pattern.test(clause)) ||
    (isFailing.test(clause) && !onlyFeared.test(clause) && !ofHurt.test(clause)) ||
    (deliberate.test(clause) && !onlyFeared.test(clause)) ||
    (stems.test(clause) && !ofNews.test(clause)) ||
    (guess !== null && !ofHurt.test(clause.slice(guess.index)))
  )
}

/** `管道腐蚀导致燃气泄漏`; harm by the event itself, and what it stirred up, is none. */
function isBroughtAbout(clause: string, before: string): boolean {
  let from = 0
  for (const { 0: verb, index } of mostOf(clause.matchAll(causeVerb))) {
    const told = clause.slice(Math.max(from, index - 60), index)
    const by = told.trim().length < 2 ? before : told
    const what = clause.slice(index + verb.length, index + verb.length + 30)
    from = index + verb.length
    if (asks.test(told) || onlyFeared.test(told) || /原因[^,]{0,12}(?:调查|核查|核实|查明|查清|待|不明)/u.test(what)) continue
    if (by !== '' && isCauseOf(by, what, verb)) return true
  }
  return false
}

function isCauseOf(by: string, what: string, verb: string): boolean {
  if (verb === '所致') return !/[伤死]/u.test(by)
  const cause = byWord.exec(by)?.[1]
  if (cause !== undefined) return !(endsInHappening.test(cause) && (what === '' || harm.test(what)))
  if (fault.test(by)) return true
  if (harm.test(what) || aftermath.test(what) || what.startsWith('的') || what === '') return false
  return !happens.test(by) && /[一-龥]{2}/u.test(by)
}

/** No clause that somebody reads has more causes. */
const mostCauses = 8

function mostOf(found: Iterable<RegExpExecArray>): RegExpExecArray[] {
  const first: RegExpExecArray[] = []
  for (const one of found) if (first.push(one) === mostCauses) break
  return first
}

const reasonWord = /由于|因为|(?:疑|系|是|或|恐|均|皆|主要)因(?![此而素])|(?<![原起病诱内外成基动肇死主])因(?![此而素子公地人果故由于为])/gu

/** `由于管道老化，…`: fails where the reason is of a measure, of a death, or the event itself. */
function isReason(clause: string, before: string, after: string): boolean {
  for (const { 0: word, index } of mostOf(clause.matchAll(reasonWord))) {
    const lead = clause.slice(Math.max(0, index - 12), index)
    const reason = clause.slice(index + word.length, index + word.length + 60)
    if (reason.length < 2 || asks.test(reason) || asks.test(lead) || onlyFeared.test(lead)) continue
    const explains = /[是系]$|主要$/.test(lead) || /^[是系]/.test(word)
    const effect = explains ? lead || before : after
    if (isReasonOfEvent(reason, effect, word !== '因')) return true
  }
  return /所以|因此|因而|故而/u.test(clause) && isInference(clause, before)
}

function isReasonOfEvent(reason: string, effect: string, strong: boolean): boolean {
  if (fault.test(reason)) return !/(?:排查|整治|整改|清理|查处)/u.test(reason)
  if (reasonOfMeasure.test(reason)) return false
  if (measure.test(effect) || measure.test(reason)) return false
  if (event.exec(reason)?.index === 0) return false
  const second = event.exec(reason.slice(2))
  if (endsInHappening.test(reason)) return strong ? !harm.test(effect) && effect !== '' : second !== null && !harm.test(effect)
  return strong || second !== null || event.test(effect)
}

function isInference(clause: string, before: string): boolean {
  const [, said = '', then = ''] = /^(.*?)(?:所以|因此|因而|故而)(.*)$/u.exec(clause) ?? []
  if (measure.test(then) || aftermath.test(then) || asks.test(clause)) return false
  const ground = said.length > 1 ? said : before
  return ground !== '' && !happens.test(ground) && !(endsInHappening.test(ground) && harm.test(then))
}

/** As people say it: `被大风吹倒`, `立柱锈断了才塌的`, `根子在偷工减料`. */
function isPlainlyTold(clause: string, before: string): boolean {
  if (asks.test(clause) || onlyFeared.test(clause)) return false
  if ([rootIs, rootFault, culprit].some((pattern) => pattern.test(clause))) return true
  const felled = felledBy.exec(clause)
  if (felled !== null && !person.test(clause.slice(0, felled.index))) return true
  const then = onlyThen.exec(clause)
  return then !== null && (then.index > 2 || before !== '')
}

const next = /^(?:随后|随即|随之|继而|进而|接着|紧接着|于是|之后|后来|便|结果|终于?|最终|瞬间|即)/u

/** `燃气泄漏遇明火，随即爆炸`, `井盖被盗，随后老人摔伤`. */
function isChain(clause: string, before: string): boolean {
  if (/遇(?:到)?(?:明火|火花?|火源|高温|静电)[^,]{0,8}(?:爆|燃|起火|着火)/u.test(clause) && !onlyFeared.test(clause)) return true
  if (/被[^,]{2,12}(?:压坏|压垮|碾坏|碾碎|挖断|挖破|撞断|撞坏|刮断|剪断|偷走|盗走|点燃|引燃|炸开)/u.test(clause) && !asks.test(clause)) return true
  const then = next.exec(clause)
  if (then === null) return false
  const told = clause.slice(then[0].length)
  return firstLink.test(before) && event.test(told) && !measure.test(told) && !asks.test(before)
}

const open = /原因[^。;；\n]{0,12}?(?:正在|尚|仍|还在|有待|待)[^。;；,，\n]{0,10}?(?:调查|核查|核实|查明|查清|认定)/u

/** The words by which a text says that the cause is still sought; null where it does not. */
export function causeSought(text: string): string | null {
  return open.exec(withPlainWidth(text))?.[0] ?? null
}
