import { fill, type Catalogue } from './fill.ts'

/** A text of the page as the catalogue has it. */
interface Known {
  readonly before: string
  readonly english: string
  readonly after: string
}

/** The tag that looks texts up in a catalogue; what it does not have stays as written. */
export function wordIn(catalogue: Catalogue | null): (texts: TemplateStringsArray, ...values: unknown[]) => string {
  if (catalogue === null) return asWritten
  /** By place in the code: a tagged template has one list of texts for ever. */
  const known = new WeakMap<TemplateStringsArray, Known | null>()
  return (texts, ...values) => {
    let entry = known.get(texts)
    if (entry === undefined) known.set(texts, (entry = lookUp(texts, catalogue)))
    return entry === null ? asWritten(texts, ...values) : entry.before + fill(entry.english, values) + entry.after
  }
}

function asWritten(texts: readonly string[], ...values: unknown[]): string {
  let written = texts[0] ?? ''
  for (let index = 0; index < values.length; index++) written += `${String(values[index])}${texts[index + 1] ?? ''}`
  return written
}

/** Spaces at the ends belong to the layout, not to the text. */
function lookUp(texts: readonly string[], catalogue: Catalogue): Known | null {
  const written = asWritten(texts, ...Array.from({ length: texts.length - 1 }, (_, index) => `{${index}}`))
  const key = written.trim()
  const english = catalogue[key]
  if (english === undefined || english === '') return null
  const start = written.indexOf(key)
  return { before: written.slice(0, start), english, after: written.slice(start + key.length) }
}
