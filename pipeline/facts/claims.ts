import { boundsOf } from './bounds.ts'
import { numberPattern, readNumber } from './chinese-number.ts'
import type { Claim, ClaimKind } from './claim.ts'
import { bitOf, figuresOf, patterns, type Pattern } from './claim-patterns.ts'
import { deadAndHurt } from './dead-and-hurt.ts'
import { followBit, type Figure } from './figures.ts'
import { followUps } from './follow-ups.ts'
import { harmBit, harmIn } from './harm-words.ts'
import { namedPeople } from './named-people.ts'
import { isNoFigure, isOfOthers } from './no-figure.ts'
import { hurtAmong, joinedBefore, joinedIn, kinOf, listedBefore, listedBehind, saidOfAll } from './said-of-all.ts'
import { vagueBefore } from './vague-number.ts'

/** Belongs to the words of a claim that begins with its number. */
const prefix = /(?:至少|超过|大约|逾|超|约|近|上|共)$/

/** More people than this are no casualties of one event but a number that was mistyped or made up. */
const mostPeople = 10_000_000
const joined = new RegExp(`(${numberPattern})(?:名|位)[^,。;:、!?()\\d]{1,14}(?:及|和|与|以及)$`)

/** Looked for before what is said of all. */
const isOfAll = /[全均都皆悉]|无[一人]/

/** Nor does a sentence name so many. */
const mostOfSentence = 24

/** Every claim of a sentence, the plain ones before the weak, none of them twice for the same words. @param harm bits of its words */
export function claimsOf(sentence: string, harm: number = harmIn(sentence)): Claim[] {
  if (harm === 0) return []
  const figures = figuresOf(sentence)
  if (figures.length === 0) return (harm & (harmBit.deaths | harmBit.injuries)) === 0 ? [] : [...kinOf(sentence), ...namedPeople(sentence)]
  const claims: Claim[] = figures.some(isOfMen) ? couples(sentence) : []
  for (const pattern of patterns) {
    if ((harm & bitOf[pattern.kind]) === 0 || !figures.some(pattern.suits)) continue
    for (const match of matchesOf(pattern, sentence, figures)) {
      if (claims.length >= mostOfSentence) break
      const claim = claimFrom(pattern, match, sentence)
      if (claim !== null && !claims.some((other) => repeats(other, claim))) claims.push(claim)
    }
  }
  for (const claim of [
    ...followUps(sentence, claims),
    ...kinOf(sentence),
    ...namedPeople(sentence),
    ...deadAndHurt(sentence),
    ...(isOfAll.test(sentence) ? saidOfAll(sentence, claims) : [])
  ])
    if (!claims.some((other) => repeats(other, claim))) claims.push(claim)
  if (sentence.includes('伤亡')) claims.push(...hurtAmong(sentence))
  return claims.sort((a, b) => a.start - b.start)
}

function isOfMen({ follows }: Figure): boolean {
  return (follows & followBit.men) !== 0
}

function matchesOf({ atNumber: isAtNumber, suits, expression }: Pattern, sentence: string, figures: readonly Figure[]): Iterable<RegExpExecArray> {
  if (!isAtNumber) return sentence.matchAll(expression)
  const found: RegExpExecArray[] = []
  let end = 0
  for (const figure of figures) {
    if (figure.at < end || !suits(figure)) continue
    expression.lastIndex = figure.at
    const match = expression.exec(sentence)
    if (match === null) continue
    found.push(match)
    end = figure.at + match[0].length
  }
  return found
}

/** The same number may serve one kind of harm once; 两人受重伤 is no second 受伤. */
function repeats(a: Claim, b: Claim): boolean {
  const overlap = a.start < b.end && b.start < a.end
  if (!overlap) return false
  return a.kind === b.kind || (isInjury(a.kind) && isInjury(b.kind))
}

function isInjury(kind: ClaimKind): boolean {
  return kind === 'injuries' || kind === 'seriousInjuries' || kind === 'lightInjuries'
}

function claimFrom(pattern: Pattern, match: RegExpExecArray, sentence: string): Claim | null {
  const words = match.groups?.['number'] ?? ''
  const said = readNumber(words)
  const [from, to] = match.indices?.groups?.['number'] ?? [match.index, match.index + words.length]
  const vague = vagueBefore(sentence, from, words)
  const many = match.groups?.['more'] === '好几' ? 1 : 0
  const value = said === null ? null : said * (vague?.factor ?? 1) + many
  const start = pattern.atNumber ? startOf(sentence, match.index - (vague?.length ?? 0)) : match.index
  const end = match.index + match[0].length
  if (value === null || value === 0 || (!Number.isInteger(value) && value < 1000)) return null
  const lead = sentence.slice(Math.max(0, start - 3), start)
  if (/(?:第|附件|附表|\de)$/.test(lead) || (/(?<![人总次户])[数几每]$/.test(lead) && !/\d/.test(words)) || /(?:百分之|%)$/.test(lead)) return null
  if (/(?:^|[,:为达共亡伤])-$/.test(lead)) return null
  if (isOfOthers(pattern.kind, sentence.slice(end)) || isNoFigure(match[0], sentence, end)) return null
  if (value > mostPeople) return null
  const more = addition(sentence, start, match)
  const bounds = vague === null ? (more === 0 ? boundsOf(sentence, from, to, value) : {}) : { atLeast: value }
  return { kind: pattern.kind, value: value + more, start, end, weak: pattern.weak, bounds }
}

function startOf(sentence: string, at: number): number {
  return at - (prefix.exec(sentence.slice(Math.max(0, at - 2), at))?.[0].length ?? 0)
}

/** 5名研究人员及1名司机受伤 speaks of six, 夫妻二人及其幼子死亡 of three. */
function addition(sentence: string, start: number, match: RegExpExecArray): number {
  if (match.groups?.['more'] !== undefined) return 0
  const earlier = joined.exec(sentence.slice(Math.max(0, start - 32), start))
  const more =
    earlier?.[1] === undefined ? 0 : (readNumber(earlier[1]) ?? 0) + listedBefore(sentence.slice(0, Math.max(0, start - earlier[0].length)))
  const before = more > 0 ? more : joinedBefore(sentence.slice(Math.max(0, start - 12), start))
  return (
    before +
    (match[0].length > 5 ? joinedIn(match[0]) : 0) +
    (/[名位]$/.test(match[0]) ? listedBehind(sentence.slice(match.index + match[0].length)) : 0)
  )
}

/** 三男两女全部死亡: five. */
function couples(sentence: string): Claim[] {
  return [...sentence.matchAll(/([一两二三四五六七八九十]|\d{1,2})男([一两二三四五六七八九十]|\d{1,2})女[^,。;]{0,5}?(死亡|身亡|遇难|受伤)/g)].map(
    (match) => ({
      kind: match[3] === '受伤' ? 'injuries' : 'deaths',
      value: (readNumber(match[1] ?? '') ?? 0) + (readNumber(match[2] ?? '') ?? 0),
      start: match.index,
      end: match.index + match[0].length,
      weak: false,
      bounds: {}
    })
  )
}
