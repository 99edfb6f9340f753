import { z } from 'zod'
import { ReportKind, type ReportScope } from './report-kind.ts'

/** What a loop goes over, and in which papers there is such a thing. */
export const loopScopes = {
  incidents: 'period',
  majorIncidents: 'period',
  openIncidents: 'period',
  timeline: 'incident',
  evidence: 'supervision'
} as const satisfies Record<string, ReportScope>
export type LoopName = keyof typeof loopScopes

export const chartScopes = { volume: 'any', levels: 'period', sources: 'any', media: 'period' } as const
export type ChartName = keyof typeof chartScopes

export const tableScopes = { incidents: 'period', clocks: 'any', units: 'period', sources: 'any', timeline: 'incident' } as const
export type TableName = keyof typeof tableScopes

const names = <Name extends string>(record: Readonly<Record<Name, unknown>>): [Name, ...Name[]] => Object.keys(record) as [Name, ...Name[]]

const Text = z.string().min(1)

/** One part of a body that is no loop. */
const Part = z.union([
  z.strictObject({ heading: Text }),
  z.strictObject({ subheading: Text }),
  z.strictObject({ item: Text }),
  z.strictObject({ text: Text }),
  z.strictObject({ chart: z.enum(names(chartScopes)), caption: Text }),
  z.strictObject({ table: z.enum(names(tableScopes)), caption: Text, most: z.number().int().positive().max(200).optional() })
])
type Part = z.infer<typeof Part>

const Loop = z.strictObject({
  each: z.enum(names(loopScopes)),
  most: z.number().int().positive().max(500).default(50),
  /** Said where there is none: silence would look like something left out. */
  empty: Text,
  body: z.array(Part).min(1)
})
export type TemplatePart = Part | z.infer<typeof Loop>

/**
 * A template that a city edits. Texts name fields in braces, `{mentions}`; `{{` is a brace. Which fields there are follows from the kind
 * (report-fields.ts), and one that is unknown is refused when the file is read.
 */
export const ReportTemplate = z.strictObject({
  kind: ReportKind,
  layout: z.enum(['bulletin', 'document']),
  letterhead: Text,
  number: Text,
  secrecy: Text.nullable().default(null),
  urgency: Text.nullable().default(null),
  title: Text,
  recipients: z.array(Text).default([]),
  body: z.array(z.union([Loop, Part])).min(1),
  attachments: z.array(Text).default([]),
  signedBy: Text.default('{unit}'),
  copiesTo: z.array(Text).default([]),
  printedBy: Text.default('{unit}'),
  sources: z.enum(['annex', 'foot']).default('annex')
})
export type ReportTemplate = z.infer<typeof ReportTemplate>

export type ReportTemplates = Readonly<Record<ReportKind, ReportTemplate>>

export type TextPiece = { readonly text: string } | { readonly field: string }

/** The text cut at its fields. Braces that close nothing are text. */
export function piecesOf(text: string): TextPiece[] {
  const pieces: TextPiece[] = []
  let from = 0
  for (const { 0: found, 1: field, index } of text.matchAll(/\{\{|\{([^{}]*)\}/g)) {
    if (index > from) pieces.push({ text: text.slice(from, index) })
    pieces.push(field === undefined ? { text: '{' } : { field: field.trim() })
    from = index + found.length
  }
  if (from < text.length) pieces.push({ text: text.slice(from) })
  return pieces
}

/** A text of a template with where it stands and the loop that it stands in. */
export interface TemplateText {
  readonly path: readonly (string | number)[]
  readonly text: string
  readonly loop: LoopName | null
}

export function textsOf(template: ReportTemplate): TemplateText[] {
  const top = (['letterhead', 'number', 'title', 'secrecy', 'urgency', 'signedBy', 'printedBy'] as const).flatMap((name): TemplateText[] => {
    const text = template[name]
    return text === null ? [] : [{ path: [name], text, loop: null }]
  })
  const lists = (['recipients', 'attachments', 'copiesTo'] as const).flatMap((name) =>
    template[name].map((text, index): TemplateText => ({ path: [name, index], text, loop: null }))
  )
  return [...top, ...lists, ...template.body.flatMap((part, index) => partTexts(part, ['body', index], null))]
}

function partTexts(part: TemplatePart, path: readonly (string | number)[], loop: LoopName | null): TemplateText[] {
  if ('each' in part) {
    const inner = part.body.flatMap((one, index) => partTexts(one, [...path, 'body', index], part.each))
    return [{ path: [...path, 'empty'], text: part.empty, loop }, ...inner]
  }
  return Object.entries(part)
    .filter(([name]) => name !== 'chart' && name !== 'table')
    .flatMap(([name, text]) => (typeof text === 'string' ? [{ path: [...path, name], text, loop }] : []))
}
