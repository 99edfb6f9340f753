import type { FastifyReply } from 'fastify'
import { shownText } from '../core/shown-text.ts'
import { tagOf } from './etags.ts'

/** An answer in the bytes in which it is sent. */
export interface WrittenAnswer {
  readonly bytes: Buffer
  readonly tag: string
}

/** Written once for all to whom it is given. */
export function writeAnswer(answer: object): WrittenAnswer {
  const text = shownText(JSON.stringify(answer))
  return { bytes: Buffer.from(text), tag: tagOf(text) }
}

export function sendWritten(reply: FastifyReply, { bytes, tag }: WrittenAnswer): FastifyReply {
  return reply.type('application/json; charset=utf-8').header('etag', tag).send(bytes)
}
