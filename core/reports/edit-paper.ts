import { InvalidInputError } from '../errors.ts'
import { saidFigures } from '../said-figures.ts'
import { citeMark, type Block, type Paper, type Run } from './paper.ts'
import { plainText, plainTitle } from './plain-text.ts'

/** A text of a paper that a person may put otherwise; tables, charts and sources are not. */
export interface PaperText {
  /** Place among the blocks of the paper; -1: the title. */
  readonly place: number
  readonly kind: 'title' | 'heading' | 'paragraph'
  /** With its marks of sources, `[1]`. */
  readonly text: string
}

export interface PaperEdit {
  readonly place: number
  readonly text: string
}

const titlePlace = -1
const longest = 4000
/** A number with what belongs to it, and a mark of a source; those in Chinese numerals are read as in all texts. */
const figure = /\[\d+\]|[\d０-９]+(?:[.,:：/．-][\d０-９]+)*(?:[%％‰]|[百千万亿]+)?/gu

export function paperTexts({ title, blocks }: Pick<Paper, 'title' | 'blocks'>): PaperText[] {
  return [
    { place: titlePlace, kind: 'title', text: title },
    ...blocks.flatMap((block, place): PaperText[] => {
      if (block.kind === 'heading') return [{ place, kind: 'heading', text: block.text }]
      return block.kind === 'paragraph' ? [{ place, kind: 'paragraph', text: markedText(block.runs) }] : []
    })
  ]
}

/**
 * The paper in the words of a person. Numbers and marks of sources were counted and stay as they are: each text has the same ones after as
 * before. Pure. @throws InvalidInputError for a text that is not there, or whose numbers are others
 */
export function editPaper(paper: Paper, edits: readonly PaperEdit[]): Paper {
  const known = new Map(paperTexts(paper).map((one) => [one.place, one]))
  const texts = new Map<number, string>()
  for (const { place, text } of edits) {
    const before = known.get(place)
    if (before === undefined) throw new InvalidInputError(`报告没有第 ${place + 1} 段文字`)
    const after = plainText(text, longest)
    demandSameFigures(before, after)
    if (before.kind !== 'paragraph' && after === '') throw new InvalidInputError('标题不能为空')
    texts.set(place, after)
  }
  const blocks = paper.blocks.flatMap((block, place): Block[] => {
    const text = texts.get(place)
    return text === undefined ? [block] : edited(block, text)
  })
  return { ...paper, title: plainTitle(texts.get(titlePlace) ?? paper.title, 80), blocks }
}

/** With the mark of a further edition in place of the one it had. */
export function asEdition(paper: Paper, edition: number): Paper {
  return { ...paper, number: `${paper.number.replace(/（第\d+版）$/u, '')}（第${edition}版）` }
}

function edited(block: Block, text: string): Block[] {
  if (block.kind === 'heading') return [{ ...block, text: plainTitle(text, 200) }]
  if (block.kind !== 'paragraph') return [block]
  return text === '' ? [] : [{ kind: 'paragraph', runs: runsOf(text) }]
}

function markedText(runs: readonly Run[]): string {
  return runs.map(({ text, cites }) => `${text}${citeMark(cites)}`).join('')
}

/** The words between marks, each with the marks behind it. */
function runsOf(text: string): Run[] {
  const runs: Run[] = []
  const parts = text.split(/((?:\[\d+\])+)/u)
  for (let index = 0; index < parts.length; index += 2) {
    const words = parts[index] ?? ''
    const cites = [...(parts[index + 1] ?? '').matchAll(/\d+/gu)].map(([number]) => Number(number))
    if (words === '' && cites.length === 0) continue
    if (words === '') throw new InvalidInputError(`依据标注 ${citeMark(cites)} 要跟在文字后面`)
    runs.push({ text: words, cites })
  }
  return runs
}

function demandSameFigures({ kind, place, text }: PaperText, after: string): void {
  const missing = figuresOf(text)
  const added: string[] = []
  for (const one of figuresOf(after)) {
    const found = missing.indexOf(one)
    if (found === -1) added.push(one)
    else missing.splice(found, 1)
  }
  if (missing.length === 0 && added.length === 0) return
  const told = [missing.length > 0 ? `少了 ${missing.join('、')}` : '', added.length > 0 ? `多了 ${added.join('、')}` : ''].filter(
    (one) => one !== ''
  )
  const where = kind === 'title' ? '标题' : `第 ${place + 1} 段`
  throw new InvalidInputError(`${where}的数字和依据标注由系统统计，不能在报告里改动：${told.join('；')}`)
}

function figuresOf(text: string): string[] {
  return [...(text.match(figure) ?? []), ...saidFigures(text)]
}
