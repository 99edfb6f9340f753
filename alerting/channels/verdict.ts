import type { Delivery } from '../../core/notice.ts'
import type { HttpAnswer, NoAnswer } from './http-client.ts'

/** A delivery, or that the service has enough of us for now. */
export type Verdict = Delivery | { readonly outcome: 'limited'; readonly reason: string }

/** What a service says in the body of its answer. Chinese services refuse within an HTTP 200. */
export interface Saying {
  /** Null where the answer has no code: then it is not what the service says, but a proxy or a wrong address. */
  readonly code: string | null
  readonly message: string
  readonly receipt: string
}

export interface Codes {
  readonly ok: readonly string[]
  /** Too many or too fast. */
  readonly limited: readonly string[]
  /** Trying again cannot help, with what a person has to mend. Every other code is tried again: what we do not know loses no notice. */
  readonly fatal: Readonly<Record<string, string>>
}

/** Answers by status alone that the other side may take back: it is busy, or somebody has to mend the address or the key. */
export const mayChange: ReadonlySet<number> = new Set([401, 403, 408, 425, 429])

/** Reads an answer. A success that nobody can read is unknown: it may have been taken. */
export function verdictOf(answer: HttpAnswer | NoAnswer, read: (json: unknown) => Saying, { ok, limited, fatal }: Codes): Verdict {
  if ('outcome' in answer) return answer
  const { status, text } = answer
  const { code, message, receipt } = read(parsedJson(text))
  if (code === null || (ok.includes(code) && status >= 300)) return byStatus(status, text)
  if (ok.includes(code)) return { outcome: 'accepted', receipt: `平台已受理 ${receipt}`.trim().slice(0, 200) }
  const said = `${code} ${message}`.trim().slice(0, 300)
  if (limited.includes(code) || status === 429) return { outcome: 'limited', reason: `平台限流：${said}` }
  const mend = Object.hasOwn(fatal, code) ? fatal[code] : undefined
  return mend === undefined ? { outcome: 'retry', reason: `平台未受理：${said}` } : { outcome: 'refused', reason: `${mend}（平台答复 ${said}）` }
}

/** For what says nothing but its status: a 2xx means that it was taken. */
export function verdictOfStatus(answer: HttpAnswer | NoAnswer): Verdict {
  if ('outcome' in answer) return answer
  const { status, text } = answer
  return status >= 200 && status < 300 ? { outcome: 'accepted', receipt: `平台已受理 HTTP ${status}` } : byStatus(status, text)
}

function byStatus(status: number, text: string): Verdict {
  if (status === 429) return { outcome: 'limited', reason: 'HTTP 429' }
  if (status >= 200 && status < 300) return { outcome: 'unknown', reason: `HTTP ${status}，但答复看不懂：${JSON.stringify(text.slice(0, 80))}` }
  if (status >= 500 || mayChange.has(status)) return { outcome: 'retry', reason: `HTTP ${status}` }
  return { outcome: 'refused', reason: `HTTP ${status}${status < 400 ? '（不跟随跳转）' : ''}` }
}

/** Null where it is no JSON. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** A field of an answer at a dotted path, `Response.SendStatusSet.0.Code`, as words; null where there is none. */
export function fieldAt(json: unknown, path: string): string | null {
  let value = json
  for (const step of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return null
    value = (value as Readonly<Record<string, unknown>>)[step]
  }
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : null
}

/** The first of several fields that is there. */
export function firstField(json: unknown, paths: readonly string[]): string | null {
  for (const path of paths) {
    const found = fieldAt(json, path)
    if (found !== null) return found
  }
  return null
}
