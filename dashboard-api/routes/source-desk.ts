import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Person } from '../../core/actor.ts'
import { NotFoundError, RefusedError } from '../../core/errors.ts'
import { OneAtATime } from '../../core/one-at-a-time.ts'
import { addSource, pauseSource, readSourceChanges, removeSource } from '../../core/organisation/source-changes.ts'
import { can } from '../../core/permission.ts'
import { sourceKindWords } from '../../core/search-fields.ts'
import type { Source } from '../../core/source.ts'
import { signedIn } from '../access.ts'
import { audited } from '../audited.ts'
import type { AppContext } from '../context.ts'
import { ReasonRequest } from '../contract-people.ts'
import { SourceAddRequest, SourceTrialRequest, type SourceDeskView, type SourceTrialView } from '../contract-source-desk.ts'
import { readRequest } from '../read-request.ts'

type ById = FastifyRequest<{ Params: { id: string } }>

const trialsKept = 50
const trialRate = { max: 12, timeWindow: '1 minute' } as const

/** 采集源 on the screen. What is added was found by a trial of ours or comes with the program: a page never says what a crawler does. */
export function sourceDeskRoutes(app: FastifyInstance, context: AppContext): void {
  const { stores, clock, sources } = context
  const audit = { audit: stores.audit, clock }
  const turns = new OneAtATime()
  const found = new Map<string, Source>()

  app.get('/api/source-desk', { config: { access: 'source.read' } }, (request) => view(signedIn(request).person))

  app.post('/api/source-desk/trials', { config: { access: 'source.manage', rateLimit: trialRate } }, async (request): Promise<SourceTrialView> => {
    const { person } = signedIn(request)
    const { url } = readRequest(SourceTrialRequest, request.body)
    const trial = await audited(audit, { actor: person, action: 'source.try', subject: url, detail: '' }, () => context.sourceDesk.look(url))
    const { source, items, refused, ...told } = trial
    const key = source === null || trial.missing !== null ? null : keep(source)
    return {
      ...told,
      trial: key,
      id: source?.id ?? null,
      name: source?.name ?? null,
      intervalMinutes: source?.intervalMinutes ?? null,
      items: [...items],
      refused: [...refused]
    }
  })

  app.post('/api/source-desk/sources', { config: { access: 'source.manage' } }, async (request, reply): Promise<SourceDeskView> => {
    const { person } = signedIn(request)
    const { from, name, intervalMinutes } = readRequest(SourceAddRequest, request.body)
    const base = 'trial' in from ? found.get(from.trial) : (await context.sourceDesk.templates()).find(({ id }) => id === from.template)
    if (base === undefined) throw new NotFoundError('trial' in from ? '试抓的结果已经过期，请再试抓一次' : '没有这个样板')
    const source: Source = { ...base, enabled: true, name: name ?? base.name, intervalMinutes: intervalMinutes ?? base.intervalMinutes }
    await audited(audit, { actor: person, action: 'source.add', subject: source.id, detail: `${source.name} ${source.url}` }, () =>
      turns.run('sources', () => addSource(stores.crawl, sources, source, { by: person.name, at: clock.now() }))
    )
    void reply.code(201)
    return await view(person)
  })

  app.post('/api/source-desk/sources/:id/pause', { config: { access: 'source.manage' } }, (request: ById) => pause(request, 'source.pause'))
  app.post('/api/source-desk/sources/:id/resume', { config: { access: 'source.manage' } }, (request: ById) => pause(request, 'source.resume'))

  app.post('/api/source-desk/sources/:id/remove', { config: { access: 'source.manage' } }, async (request: ById): Promise<SourceDeskView> => {
    const { person } = signedIn(request)
    const { reason } = readRequest(ReasonRequest, request.body)
    const { id } = request.params
    await audited(audit, { actor: person, action: 'source.remove', subject: id, detail: reason }, () =>
      turns.run('sources', () => removeSource(stores.crawl, context.configuredSources, id))
    )
    return await view(person)
  })

  /** In force within seconds, wherever the crawlers run. */
  async function pause(request: ById, action: 'source.pause' | 'source.resume'): Promise<SourceDeskView> {
    const { person } = signedIn(request)
    const { reason } = readRequest(ReasonRequest, request.body)
    const { id } = request.params
    await audited(audit, { actor: person, action, subject: id, detail: reason }, () =>
      turns.run('sources', async () => {
        const source = sources.find((one) => one.id === id)
        if (source?.enabled === false) throw new RefusedError('这个采集源在配置文件里停用了（enabled: false），请在文件里启用')
        const said = action === 'source.pause' ? reason : null
        await pauseSource(stores.crawl, sources, id, said, { by: person.name, at: clock.now() })
        await showState(id, said === null ? 'never' : 'paused')
      })
    )
    return await view(person)
  }

  /** Until its next visit says how it is. */
  async function showState(id: string, state: 'paused' | 'never'): Promise<void> {
    const health = await stores.crawl.healthOf(id)
    if (health !== null) await stores.crawl.putHealth({ ...health, state })
  }

  function keep(source: Source): string {
    const key = Buffer.from(context.random(8)).toString('hex')
    if (found.size >= trialsKept) found.delete([...found.keys()][0] ?? '')
    found.set(key, source)
    return key
  }

  async function view(person: Person): Promise<SourceDeskView> {
    const [changes, templates] = await Promise.all([readSourceChanges(stores.crawl), context.sourceDesk.templates()])
    const isKnown = ({ id, url }: Source): boolean => sources.some((one) => one.id === id || one.url === url) || changes.added[id] !== undefined
    return {
      now: clock.now(),
      mayManage: can(person, 'source.manage'),
      paused: Object.entries(changes.paused).map(([id, one]) => ({ id, ...one })),
      added: Object.values(changes.added).map(({ source: { id, name, url }, by, at }) => ({
        id,
        name,
        url,
        by,
        at,
        awaitsRestart: !sources.some((one) => one.id === id)
      })),
      templates: templates
        .filter((source) => !isKnown(source))
        .map(({ id, name, url, kind }) => ({ id, name, url, kindWords: sourceKindWords[kind] }))
    }
  }
}
