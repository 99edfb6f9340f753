import { z } from 'zod'
import { FatalError } from '../errors.ts'
import { gradeWords, type Grade } from '../grade.ts'
import type { Assistant } from '../ports.ts'
import type { Brief, Evidence } from './brief.ts'
import { promptOf } from './prompt.ts'

const Sentence = z.strictObject({
  text: z.string().trim().min(2, '句子是空的').max(200, '句子超过 200 字'),
  evidence: z.array(z.string()).min(1, '句子没有依据').max(20)
})
type Sentence = z.infer<typeof Sentence>

/** 摘要与口径初稿. It has words and evidence ids and nothing else: no field of it could set a grade, a clock or a state. */
export const Draft = z.strictObject({
  summary: z.array(Sentence).min(1, '没有摘要').max(12),
  talkingPoints: z.array(Sentence).max(12)
})
export type Draft = z.infer<typeof Draft>

/** An answer that is no draft: not the form asked for, or a sentence that does not rest on its evidence. */
export class RefusedDraftError extends FatalError {
  readonly code = 'draft-refused'
}

/** Asks once and checks what came. @throws RefusedDraftError, and what the assistant throws */
export async function writeDraft(assistant: Assistant, brief: Brief): Promise<Draft> {
  return checkDraft(await assistant.answer(promptOf(brief)), brief)
}

/** @throws RefusedDraftError naming the sentence and the reason */
export function checkDraft(answer: string, brief: Brief): Draft {
  const draft = Draft.safeParse(jsonOf(answer))
  if (!draft.success) {
    const [issue] = draft.error.issues
    throw new RefusedDraftError(`助手的回答不合格式：${issue?.path.join('.') || '整体'}：${issue?.message ?? ''}`)
  }
  for (const [part, sentences] of Object.entries(draft.data) as [keyof Draft, Sentence[]][])
    for (const [index, sentence] of sentences.entries()) {
      const fault = faultOf(sentence, brief)
      if (fault !== null) throw new RefusedDraftError(`助手的回答不予采用：${partWords[part]}第 ${index + 1} 句${fault}`)
    }
  return draft.data
}

const partWords = { summary: '摘要', talkingPoints: '口径' } as const satisfies Record<keyof Draft, string>

/** One object, bare or in one code fence. */
function jsonOf(answer: string): unknown {
  const bare = answer.trim().replace(/^```(?:json)?\s*\n([\s\S]*)\n```$/, '$1')
  try {
    return JSON.parse(bare)
  } catch {
    throw new RefusedDraftError(`助手的回答不是 JSON：“${bare.slice(0, 60)}”`)
  }
}

function faultOf({ text, evidence }: Sentence, brief: Brief): string | null {
  const cited = evidence.map((id) => brief.evidence.find((one) => one.id === id))
  const unknown = evidence.find((_, index) => cited[index] === undefined)
  if (unknown !== undefined) return `引用了不存在的资料 ${unknown.slice(0, 60)}`
  if (/[。！？!?].|[\n\r]/.test(text)) return '不止一句'
  if (/https?:|www\./i.test(text)) return '含有网址'
  if (gradeChange.test(text)) return '说到等级的改变，那只由人决定'
  const grade = otherGrade(text, brief.grade)
  if (grade !== null) return `所说的等级“${grade}”与事件的不符`
  const figure = strayFigure(
    text,
    cited.filter((one) => one !== undefined)
  )
  return figure === null ? null : `中的数字 ${figure} 不见于所引资料`
}

const gradeChange =
  /(?:等级|级别|定级)[^，。；]{0,8}(?:下调|上调|调[低高整]|降|升|撤销|取消)|(?:下调|上调|调[低高整]|降低|提高|撤销|取消)[^，。；]{0,8}(?:等级|级别|定级)/
const statedGrade =
  /(特别重大|重大|较大|一般)(?:以上|以下)?(?:级|等级|舆情|突发|事件|事故|灾害|安全|生产|火灾)|(?:等级|定级|级别|评为|判为|定为|降为|降至|升为|升至|属于?)[^，。；]{0,8}?(特别重大|重大|较大|一般)|(?<![A-Za-z])(I{1,3}|IV|Ⅰ|Ⅱ|Ⅲ|Ⅳ)(?=\s*级)|([一二三四1-4])级(?:响应|舆情|事件)/g
const roman: Readonly<Record<string, Grade>> = {
  I: 'I',
  II: 'II',
  III: 'III',
  IV: 'IV',
  Ⅰ: 'I',
  Ⅱ: 'II',
  Ⅲ: 'III',
  Ⅳ: 'IV',
  一: 'I',
  二: 'II',
  三: 'III',
  四: 'IV',
  1: 'I',
  2: 'II',
  3: 'III',
  4: 'IV'
}

/** A grade that the sentence states and the incident does not have. */
function otherGrade(text: string, grade: Grade | null): string | null {
  for (const [words, before, after, numeral, level] of text.matchAll(statedGrade)) {
    const name = before ?? after
    const said = name === undefined ? roman[numeral ?? level ?? ''] : gradeOf(name)
    if (said !== grade) return words
  }
  return null
}

function gradeOf(words: string): Grade | undefined {
  return (Object.keys(gradeWords) as Grade[]).find((grade) => gradeWords[grade] === words)
}

/**
 * A figure of the sentence that stands in none of its evidence: a number of people must be one of people there, and an amount
 * an amount, since 12 of the 12th is no count of the dead.
 */
function strayFigure(text: string, cited: readonly Evidence[]): string | null {
  const known = cited.flatMap(({ words }) => figuresOf(words))
  const stray = figuresOf(text).find((figure) => !known.some(({ value, of }) => value === figure.value && of === figure.of))
  return stray?.words ?? null
}

interface Figure {
  readonly words: string
  readonly value: number
  readonly of: 'people' | 'money' | 'other'
}

const figure =
  /(?<people>(?:死亡|死|受伤|伤|遇难|失联|失踪|被困|中毒|获救)(?:人数|者)?(?:为|是|达|共)?[:：]?)?\s*(?:(?<digits>\d+(?:\.\d+)?)|(?<characters>[零〇一二两三四五六七八九十百千]+(?=\s*[余多]?\s*[万亿]?\s*[人名位例死伤亡户元])))\s*[余多]?\s*(?<group>[万亿])?\s*[余多]?(?<unit>[人名位例死伤亡元])?/g

/** Full width counts as half, and a comma between digits as none. */
function figuresOf(words: string): Figure[] {
  const plain = words.normalize('NFKC').replace(/(?<=\d),(?=\d{3})/g, '')
  return [...plain.matchAll(figure)].map(({ groups = {} }): Figure => {
    const { people, digits, characters, group, unit } = groups
    const value = (digits === undefined ? countOf(characters ?? '') : Number(digits)) * (groupOf[group ?? ''] ?? 1)
    const of = unit === '元' ? 'money' : unit !== undefined || people !== undefined ? 'people' : 'other'
    return { words: digits ?? characters ?? '', value, of }
  })
}

const digitOf: Readonly<Record<string, number>> = { 零: 0, 〇: 0, 一: 1, 二: 2, 两: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9 }
const unitOf: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 }
const groupOf: Readonly<Record<string, number>> = { 万: 10_000, 亿: 100_000_000 }

/** 三百二十 → 320. */
function countOf(characters: string): number {
  let [total, digit] = [0, 0]
  for (const character of characters) {
    const unit = unitOf[character]
    if (unit === undefined) digit = digitOf[character] ?? 0
    else {
      total += (digit || 1) * unit
      digit = 0
    }
  }
  return total + digit
}
