import type { FastifyInstance, FastifyRequest } from 'fastify'
import { cutText } from '../../core/cut-text.ts'
import { readDeadLetters, replayDeadLetter } from '../../core/dead-letter-book.ts'
import { NotFoundError, RefusedError } from '../../core/errors.ts'
import { maskPersonalNumbers } from '../../core/personal-data.ts'
import type { DeadLetter } from '../../core/records.ts'
import { signedIn } from '../access.ts'
import { audited } from '../audited.ts'
import type { AppContext } from '../context.ts'
import type { DeadLetterList, DeadLetterRow, SystemView } from '../contract-system.ts'
import { readRequest } from '../read-request.ts'
import { ReasonRequest } from '../contract-people.ts'

const shown = 200
const bodyShown = 600

/** 系统: the machine, the versions, and what could not be handled. */
export function systemRoutes(app: FastifyInstance, context: AppContext): void {
  const { stores, clock } = context

  app.get('/api/system', { config: { access: 'system.read' } }, async (): Promise<SystemView> => {
    const [host, head, sessions, letters] = await Promise.all([
      context.host(),
      stores.audit.head(),
      context.sessions.list(null),
      readDeadLetters(stores.log)
    ])
    return {
      now: clock.now(),
      version: context.version,
      ...host,
      auditHead: { seq: head.seq, hash: head.hash },
      sessions: sessions.length,
      deadLetters: letters.length
    }
  })

  app.get('/api/dead-letters', { config: { access: 'dead-letter.manage' } }, () => list())

  app.post(
    '/api/dead-letters/:id/replay',
    { config: { access: 'dead-letter.manage' } },
    async (request: FastifyRequest<{ Params: { id: string } }>) => {
      const { id } = request.params
      const { reason } = readRequest(ReasonRequest, request.body)
      const deed = { actor: signedIn(request).person, action: 'dead-letter.replay', subject: id, detail: `理由：${reason}` }
      await audited({ audit: stores.audit, clock }, deed, async () => {
        const letter = (await readDeadLetters(stores.log)).find((one) => one.id === id)
        if (letter === undefined) throw new NotFoundError(`没有编号为 ${id} 的死信`)
        if (!(await replayDeadLetter(stores, letter)))
          throw new RefusedError('它从未成为主题中的记录，也不是待抓取的条目，无法重放，请改正来源后重新采集或导入')
      })
      return await list()
    }
  )

  async function list(): Promise<DeadLetterList> {
    const letters = await readDeadLetters(stores.log)
    return { rows: letters.slice(-shown).toReversed().map(rowOf), total: letters.length }
  }
}

function rowOf({ id, at, stage, source, place, reason, code, topic, body }: DeadLetter): DeadLetterRow {
  return { id, at, stage, source, place, reason, code, topic, body: maskPersonalNumbers(cutText(body, bodyShown)) }
}
