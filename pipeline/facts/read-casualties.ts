import type { Fact, Facts } from '../../core/assessment.ts'
import type { Instant } from '../../core/instant.ts'
import type { Normalised } from '../steps/normalise.ts'
import { backgroundJudge } from './background.ts'
import { claimsOf, type Claim, type ClaimKind } from './claims.ts'
import { lossClaims } from './loss.ts'
import { sentencesOf, withoutBrackets, type Sentence } from './sentences.ts'

export interface CasualtyReading {
  readonly facts: Facts
  /** Words with numbers that are not of the event, and why. */
  readonly background: readonly { readonly words: string; readonly why: string; readonly start: number; readonly end: number }[]
}

/** A claim with its place in the document, and whether it is a part of a total named before it (其中). */
interface Placed extends Claim {
  readonly sentence: number
  readonly part: boolean
  /** Words before it that say how it relates to the claim before. */
  readonly lead: string
}

/** Values with the stretch that states them. */
interface Total {
  readonly value: number
  readonly start: number
  readonly end: number
  readonly sentence: number
}

const harm =
  /[死亡伤踪]|遇难|罹难|丧生|丧命|毙命|失联|失去联系|损失|尸体|遗体|下落不明|被困|被埋|掩埋|疏散|转移|撤离|避险|遇害|牺牲|殉职|离世|去世|不治|危重/
const injuryKinds: readonly ClaimKind[] = ['injuries', 'seriousInjuries', 'lightInjuries']
const correction = /更正|修正为|核减|核实为|确认为|订正/

/** Deaths, injuries and the rest as the text states them of its own event. Null is "not said". */
export function readCasualties(document: Normalised, publishedAt: Instant | null): CasualtyReading {
  const empty: Facts = { deaths: null, seriousInjuries: null, injuries: null, missing: null, trapped: null, evacuated: null, lossYuan: null }
  if (!harm.test(document.plain)) return { facts: empty, background: [] }
  const sentences = sentencesOf(document.plain, document.titleEnd)
  const judge = backgroundJudge(sentences, publishedAt)
  const background: CasualtyReading['background'][number][] = []
  const placed: Placed[] = []
  const losses: Total[] = []
  for (const [index, sentence] of sentences.entries()) {
    if (!harm.test(sentence.text)) continue
    for (const claim of claimsWithParts(sentence, index)) {
      const why = judge(sentence, claim.start - sentence.start, claim.end - sentence.start)
      if (why === null) placed.push(claim)
      else background.push({ words: document.plain.slice(claim.start, claim.end), why, start: claim.start, end: claim.end })
    }
    for (const loss of lossClaims(sentence.text)) {
      if (judge(sentence, loss.start, loss.end) === null) {
        losses.push({ value: loss.value, start: sentence.start + loss.start, end: sentence.start + loss.end, sentence: index })
      }
    }
  }
  const denial = denials(sentences)
  const total = (kinds: readonly ClaimKind[]): Total | null =>
    best(
      placed.filter((claim) => kinds.includes(claim.kind)),
      sentences
    )
  const seriousTotal = best(
    placed.filter((claim) => claim.kind === 'seriousInjuries').map((claim) => ({ ...claim, part: false })),
    sentences
  )
  const fact = (found: Total | null): Fact | null => (found === null ? null : { value: found.value, ...document.span(found.start, found.end) })
  return {
    facts: {
      deaths: fact(total(['deaths']) ?? denial.deaths),
      seriousInjuries: fact(seriousTotal),
      injuries: fact(largest([total(injuryKinds), seriousTotal]) ?? denial.injuries),
      missing: fact(total(['missing'])),
      trapped: fact(total(['trapped'])),
      evacuated: fact(total(['evacuated'])),
      lossYuan: fact(largest(losses))
    },
    background
  }
}

function claimsWithParts(sentence: Sentence, index: number): Placed[] {
  const { main, remarks } = withoutBrackets(sentence)
  const claims = claimsOf(main)
  const placed = claims.map((claim, at): Placed => {
    const family = injuryKinds.includes(claim.kind) ? injuryKinds : [claim.kind]
    const before = claims.slice(0, at).filter((other) => family.includes(other.kind))
    const since = before[0] === undefined ? '' : main.slice(before[0].end, claim.start)
    const previous = claims[at - 1]
    return {
      ...claim,
      start: sentence.start + claim.start,
      end: sentence.start + claim.end,
      sentence: index,
      part: /其中|包括|含/.test(since),
      lead: main.slice(previous === undefined ? 0 : previous.end, claim.end)
    }
  })
  const inner = remarks.flatMap((remark) =>
    claimsOf(remark.text).map((claim): Placed => ({
      ...claim,
      start: remark.start + claim.start,
      end: remark.start + claim.end,
      sentence: index,
      part: claims.length > 0,
      lead: ''
    }))
  )
  return [...placed, ...inner]
}

/** The total of a kind: a correction's, else the largest that a sentence adds up to; weak claims only where nothing else is. */
function best(claims: readonly Placed[], sentences: readonly Sentence[]): Total | null {
  const strong = claims.filter((claim) => !claim.weak && !claim.part)
  const usable = strong.length > 0 ? strong : claims.filter((claim) => !claim.part)
  const bySentence = [...Map.groupBy(usable, (claim) => claim.sentence).values()].map(sentenceTotal)
  const corrected = bySentence.filter((total) => correction.test(sentences[total.sentence]?.text ?? ''))
  return corrected.at(-1) ?? largest(bySentence)
}

function sentenceTotal(claims: readonly Placed[]): Total {
  const general = claims.filter((claim) => claim.kind !== 'seriousInjuries' && claim.kind !== 'lightInjuries')
  const counted = general.length > 0 ? general : claims
  const first = counted[0] as Placed
  const start = { value: first.value, start: first.start, end: first.end, sentence: first.sentence }
  return counted.slice(1).reduce<Total>((total, claim) => {
    const adds = general.length === 0 || isAnother(claim)
    if (adds) return { ...total, value: total.value + claim.value, end: Math.max(total.end, claim.end) }
    return claim.value > total.value ? { ...total, value: claim.value, start: claim.start, end: claim.end } : total
  }, start)
}

/** 另有3人抢救无效身亡 comes on top of those who died at once. */
function isAnother(claim: Placed): boolean {
  return (
    /(?:^|[,、;])\s*(?:另外?|还有|又有|此外|随后)/.test(claim.lead) || (/(?:抢救无效|不治|送医|送院)/.test(claim.lead) && !/[共总]/.test(claim.lead))
  )
}

function largest(totals: readonly (Total | null)[]): Total | null {
  return totals.reduce((most, total) => (total !== null && (most === null || total.value > most.value) ? total : most), null)
}

const deny =
  /(?:并?未|没有?|无|幸无|尚未|暂未|暂无|尚无|零)(?:任何|造成|发生|出现|酿成?|有|导致|致|引发|接到|收到)*(?:任何|重大)?(?:人员|乘客|人|群众|员工|师生|旅客|居民)*(?<what>伤亡|死亡|受伤|死伤)(?!.{0,6}(?:报告|报道|消息|情况|记录))/

/** 0 only where the text says so; 尚无伤亡报告 says that nobody knows yet. */
function denials(sentences: readonly Sentence[]): { deaths: Total | null; injuries: Total | null } {
  for (const [index, sentence] of sentences.entries()) {
    const match = deny.exec(sentence.text)
    if (match === null || /如果|一旦|确保|力争|力求|目标|为了/.test(sentence.text.slice(0, match.index))) continue
    if (/(?:伤亡|死亡|受伤).{0,8}(?:不详|不明|不清)/.test(sentence.text)) continue
    const total = { value: 0, start: sentence.start + match.index, end: sentence.start + match.index + match[0].length, sentence: index }
    const what = match.groups?.['what']
    return { deaths: what === '受伤' ? null : total, injuries: what === '死亡' ? null : total }
  }
  return { deaths: null, injuries: null }
}
