import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { DamagedArchiveError } from '../../core/archive/archives.ts'
import { countVoices } from '../../core/archive/count-voices.ts'
import { fileIncident } from '../../core/archive/file-incident.ts'
import { reviewFacts, type ReviewFacts } from '../../core/archive/review-facts.ts'
import { NotFoundError } from '../../core/errors.ts'
import type { IncidentDocument, IncidentState } from '../../core/incident/state.ts'
import { callerOf, signedIn } from '../access.ts'
import { audited } from '../audited.ts'
import type { AppContext } from '../context.ts'
import type { ArchiveList } from '../contract-archive.ts'
import type { IncidentDetail } from '../contract.ts'
import { filedView } from '../views/after-view.ts'
import { commandIdOf } from './incident-commands.ts'
import { detailOf } from './incidents.ts'

const mostListed = 1000

interface ById {
  Params: { id: string }
}

/** 评估's figures, 归档, and the package as a download. */
export function archiveRoutes(app: FastifyInstance, context: AppContext): void {
  const { stores, clock, archiving } = context

  app.get<ById>('/api/incidents/:id/review-facts', { config: { access: 'incident.review' } }, async (request): Promise<ReviewFacts> => {
    const { id, state } = await find(request.params.id)
    return reviewFacts(state, await countVoices(stores.mentions, { id, state }))
  })

  app.post<ById>('/api/incidents/:id/archive', { config: { access: 'incident.archive' } }, async (request): Promise<IncidentDetail> => {
    const { person } = signedIn(request)
    const change = { at: clock.now(), actor: person, cause: `command:${commandIdOf(context, request, person, 'archive')}` }
    const deed = { actor: person, action: 'incident.archive', subject: request.params.id, detail: '' }
    return await audited({ audit: stores.audit, clock }, deed, async () =>
      detailOf(context, await fileIncident({ ...archiving, stores, writer: context.writer }, request.params.id, change))
    )
  })

  app.get<ById>('/api/incidents/:id/archive', { config: { access: 'archive.read' } }, async (request, reply) => {
    const person = callerOf(request)
    const { state } = await find(request.params.id)
    const filed = filedView(state)
    if (filed === null) throw new NotFoundError('事件尚未归档，没有归档包')
    const deed = { actor: person, action: 'archive.read', subject: request.params.id, detail: `档号 ${filed.number}；根哈希 ${filed.root}` }
    const found = await audited({ audit: stores.audit, clock }, deed, () => kept(state))
    return await reply
      .header('content-security-policy', "sandbox; default-src 'none'; frame-ancestors 'none'")
      .header('content-disposition', `attachment; filename="wanglou-${filed.file}"`)
      .header('content-length', found.bytes)
      .header('x-archive-root', filed.root)
      .header('cache-control', 'private, no-store')
      .type('application/x-tar')
      .send(Readable.from(found.content, { objectMode: false }))
  })

  app.get('/api/archives', { config: { access: 'archive.read' } }, async (): Promise<ArchiveList> => {
    const documents = await stores.incidents.list({ status: ['closed', 'dismissed'], limit: mostListed })
    const rows = documents.flatMap(({ id, state }) => {
      const filed = filedView(state)
      return filed === null ? [] : [{ incidentId: id, title: state.title, ...filed }]
    })
    return { rows: rows.toSorted((a, b) => (a.at < b.at ? 1 : -1)) }
  })

  async function find(id: string): Promise<IncidentDocument> {
    const document = await stores.incidents.get(id)
    if (document === null) throw new NotFoundError('没有这个事件')
    return document
  }

  /** @throws DamagedArchiveError, NotFoundError */
  async function kept({ id, after }: IncidentState): Promise<NonNullable<Awaited<ReturnType<typeof archiving.archives.open>>>> {
    const filed = after?.filed?.package
    if (filed === undefined) throw new NotFoundError('事件尚未归档，没有归档包')
    try {
      const found = await archiving.archives.open(filed)
      if (found === null) throw new NotFoundError(`归档文件夹中没有 ${filed.file}：可能在另一台主机上，请告知系统管理员`)
      return found
    } catch (error) {
      if (error instanceof DamagedArchiveError)
        context.logger.error({ incidentId: id, file: filed.file, root: filed.root }, 'archive package is not what was filed')
      throw error
    }
  }
}
