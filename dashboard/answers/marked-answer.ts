import type { AnswerFinding } from '../../core/answers/answer-finding.ts'

/** A piece of an answer with the numbers of the findings that point at it, from 1. */
export interface MarkedPiece {
  readonly text: string
  readonly findings: readonly number[]
  /** Numbers whose passage ends here: shown once behind it. */
  readonly ends: readonly number[]
}

/** An answer cut at the passages of its findings, to be shown as text nodes. Passages may overlap. */
export function markedAnswer(text: string, findings: readonly Pick<AnswerFinding, 'passages'>[]): MarkedPiece[] {
  const marks = findings.flatMap(({ passages }, index) =>
    passages.map((passage) => ({ number: index + 1, from: passage.offset, to: Math.min(passage.offset + passage.text.length, text.length) }))
  )
  const cuts = [...new Set([0, text.length, ...marks.flatMap(({ from, to }) => [from, to])])]
    .filter((cut) => cut <= text.length)
    .sort((a, b) => a - b)
  return cuts.slice(0, -1).map((from, index) => {
    const to = cuts[index + 1] ?? text.length
    const here = marks.filter((mark) => mark.from <= from && mark.to >= to)
    return { text: text.slice(from, to), findings: numbers(here), ends: numbers(here.filter((mark) => mark.to === to)) }
  })
}

function numbers(marks: readonly { readonly number: number }[]): number[] {
  return [...new Set(marks.map(({ number }) => number))].sort((a, b) => a - b)
}
