import { z } from 'zod'
import { AccessRefusedError, UnreachableError } from '../../core/errors.ts'
import type { Assistant } from '../../core/ports.ts'
import { AssistantAnswerError } from './errors.ts'

export interface ChatServer {
  /** Up to and without `/chat/completions`. */
  readonly url: string
  readonly model: string
  /** Sent as a bearer token; null: none. */
  readonly key: string | null
  readonly timeoutMs: number
}

const ChatAnswer = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string() }), finish_reason: z.string().nullish() })).min(1)
})

const mostBytes = 1_000_000

/**
 * An assistant behind an OpenAI-compatible `POST …/chat/completions`. One request an answer, no tools, no memory, no redirects.
 * @throws UnreachableError, AccessRefusedError, AssistantAnswerError
 */
export function chatCompletions({ url, model, key, timeoutMs }: ChatServer): Assistant {
  const address = `${url.replace(/\/+$/, '')}/chat/completions`
  return {
    async answer(messages) {
      const text = await post(address, key, JSON.stringify({ model, messages, temperature: 0, stream: false }), timeoutMs)
      const answer = ChatAnswer.safeParse(jsonOf(address, text))
      const [choice] = answer.data?.choices ?? []
      if (choice === undefined) throw new AssistantAnswerError(`助手 ${address}：应答中没有 choices[0].message.content`)
      if (choice.finish_reason === 'length') throw new AssistantAnswerError(`助手 ${address}：应答被截断`)
      return choice.message.content
    }
  }
}

async function post(address: string, key: string | null, body: string, timeoutMs: number): Promise<string> {
  let response: Response
  try {
    response = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(key === null ? {} : { authorization: `Bearer ${key}` }) },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs)
    })
    if (response.ok) return await readUpTo(address, response)
  } catch (error) {
    if (error instanceof AssistantAnswerError) throw error
    throw new UnreachableError(`助手 ${address}：${reasonOf(error)}`, { cause: error })
  }
  await response.body?.cancel()
  if (response.status === 401 || response.status === 403) throw new AccessRefusedError(`助手 ${address}：拒绝访问（${response.status}），请查 keyEnv`)
  if (response.status === 429 || response.status >= 500) throw new UnreachableError(`助手 ${address}：应答 ${response.status}`)
  throw new AssistantAnswerError(`助手 ${address}：应答 ${response.status}`)
}

async function readUpTo(address: string, response: Response): Promise<string> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of response.body ?? []) {
    bytes += part.byteLength
    if (bytes > mostBytes) throw new AssistantAnswerError(`助手 ${address}：应答超过 ${mostBytes} 字节`)
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

function jsonOf(address: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new AssistantAnswerError(`助手 ${address}：应答不是 JSON`, { cause: error })
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return '未知原因'
  if (error.name === 'TimeoutError') return '超时未答'
  return error.cause instanceof Error ? error.cause.message : error.message
}
