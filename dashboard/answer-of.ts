/** What the server answered, whatever it was. */
export interface Answer {
  readonly ok: boolean
  readonly status: number
  /** null: nothing, or no JSON. */
  readonly body: unknown
}

export interface Question {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** Asks the server as a page of its own. @throws what fetch throws when it cannot be reached */
export async function answerOf(path: string, { headers, ...question }: Question = {}): Promise<Answer> {
  const response = await fetch(path, { ...question, headers: { accept: 'application/json', ...headers }, credentials: 'same-origin' })
  return { ok: response.ok, status: response.status, body: response.status === 204 ? null : await response.json().catch(() => null) }
}
