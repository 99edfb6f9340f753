import { AccessRefusedError, UnreachableError } from '../core/errors.ts'

/** How it stands with one thing. `note`: it works, but somebody should know. */
export type Verdict = 'ok' | 'note' | 'bad'

/** Never a colour alone. */
export const verdictWords: Readonly<Record<Verdict, string>> = { ok: '正常', note: '注意', bad: '不行' }

export interface Finding {
  readonly about: string
  readonly verdict: Verdict
  readonly words: string
  /** Something cannot be reached, or refuses us. */
  readonly isUnreachable?: boolean
}

export function ok(about: string, words: string): Finding {
  return { about, verdict: 'ok', words }
}

export function note(about: string, words: string): Finding {
  return { about, verdict: 'note', words }
}

export function bad(about: string, words: string): Finding {
  return { about, verdict: 'bad', words }
}

/** What a check found, or the one finding that it failed. */
export async function findingsOf(about: string, check: () => Promise<readonly Finding[]>): Promise<readonly Finding[]> {
  try {
    return await check()
  } catch (error) {
    return [failure(about, error)]
  }
}

export function failure(about: string, error: unknown): Finding {
  const message = error instanceof Error ? error.message : String(error)
  const words = message.trim().replaceAll(/\s*\n\s*/g, '；')
  return { about, verdict: 'bad', words, isUnreachable: error instanceof UnreachableError || error instanceof AccessRefusedError }
}
