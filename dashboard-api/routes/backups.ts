import type { FastifyInstance } from 'fastify'
import type { Person } from '../../core/actor.ts'
import type { Backups } from '../../core/backup.ts'
import { RefusedError } from '../../core/errors.ts'
import { can } from '../../core/permission.ts'
import { signedIn } from '../access.ts'
import { audited } from '../audited.ts'
import type { AppContext } from '../context.ts'
import type { BackupsView, LicenceList } from '../contract-system.ts'

const makeRate = { max: 6, timeWindow: '1 minute' } as const
const ofCluster = '集群的数据由 Elasticsearch 的快照备份：在集群上建快照仓库和每日策略，做法见 docs/backup.md；这里不代办，也看不到它的结果'

/** 备份, made and checked beside the running system; restoring is the command line's, since nothing may run then. */
export function backupRoutes(app: FastifyInstance, context: AppContext): void {
  const { stores, clock } = context
  const audit = { audit: stores.audit, clock }

  app.get('/api/backups', { config: { access: 'system.read' } }, (request) => view(signedIn(request).person))

  app.post('/api/backups', { config: { access: 'backup.make', rateLimit: makeRate } }, async (request, reply): Promise<BackupsView> => {
    const { person } = signedIn(request)
    await audited(audit, { actor: person, action: 'backup.make', subject: 'data', detail: '' }, async () => void (await backups().begin(person.name)))
    void reply.code(202)
    return await view(person)
  })

  app.post<{ Params: { id: string } }>(
    '/api/backups/:id/check',
    { config: { access: 'backup.make' } },
    async (request, reply): Promise<BackupsView> => {
      const { person } = signedIn(request)
      const { id } = request.params
      await audited(audit, { actor: person, action: 'backup.check', subject: id, detail: '' }, () => backups().beginCheck(id))
      void reply.code(202)
      return await view(person)
    }
  )

  app.get('/api/licences', { config: { access: 'system.read' } }, async (): Promise<LicenceList> => {
    const rows = await context.licences()
    return { rows: rows === null ? null : [...rows] }
  })

  async function view(person: Person): Promise<BackupsView> {
    const shelf = (await context.backups?.shelf()) ?? null
    return {
      now: clock.now(),
      elsewhere: shelf === null ? ofCluster : null,
      directory: shelf?.directory ?? '',
      sameDisk: shelf?.sameDisk ?? false,
      running: shelf?.running ?? null,
      failure: shelf?.failure ?? null,
      mayMake: shelf !== null && can(person, 'backup.make'),
      rows: (shelf?.backups ?? []).map(({ id, at, by, database, evidence, auditHead, version }) => {
        const verdict = shelf?.verdicts[id]
        return {
          id,
          at,
          by,
          bytes: database.bytes,
          evidence: evidence.files,
          auditSeq: auditHead.seq,
          version,
          verdict: verdict === undefined ? null : { at: verdict.at, faults: [...verdict.faults] }
        }
      })
    }
  }

  function backups(): Backups {
    if (context.backups === null) throw new RefusedError(ofCluster)
    return context.backups
  }
}
