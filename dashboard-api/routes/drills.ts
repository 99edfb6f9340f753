import type { FastifyInstance } from 'fastify'
import type { Person } from '../../core/actor.ts'
import { askDrillToStop, drillsNow } from '../../core/drill-book.ts'
import { DrillOrder, fastestDrill, type DrillProgress, type DrillRun, type DrillSeat } from '../../core/drill-run.ts'
import type { Drills } from '../../core/drills.ts'
import { ForbiddenError, NotFoundError, RefusedError } from '../../core/errors.ts'
import { can } from '../../core/permission.ts'
import { signedIn } from '../access.ts'
import { audited } from '../audited.ts'
import type { AppContext } from '../context.ts'
import { DrillEnterRequest, type DrillDetail, type DrillEntryView, type DrillsView, type RunningDrillView } from '../contract-drills.ts'
import { readRequest } from '../read-request.ts'
import { drillRow } from '../views/drill-row.ts'

const mostShown = 100
const inADrill = '这里就是演练；要另起一场，请回到正式的工作台'

/** 演练: one at a time, started and stopped by who leads, entered by everybody on a seat of their own trade. */
export function drillRoutes(app: FastifyInstance, context: AppContext): void {
  const { stores, clock } = context
  const audit = { audit: stores.audit, clock }

  app.get('/api/drills', { config: { access: 'drill.read' } }, (request) => view(signedIn(request).person))

  app.get<{ Params: { id: string } }>('/api/drills/:id', { config: { access: 'drill.read' } }, async (request): Promise<DrillDetail> => {
    const { runs, progress, words } = await known()
    const run = found(runs, request.params.id)
    return { row: drillRow(run, progress?.id ?? null, words), result: run.end?.result ?? null }
  })

  app.post('/api/drills', { config: { access: 'drill.run' } }, async (request, reply): Promise<DrillsView> => {
    const { person } = signedIn(request)
    const order = readRequest(DrillOrder, request.body)
    const deed = { actor: person, action: 'drill.start', subject: order.scenario, detail: `${order.mode} ${order.speed ?? '自动'}` }
    await audited(audit, deed, async () => {
      const { progress } = await known()
      if (progress !== null) throw new RefusedError('已有一场演练在进行；请先结束它')
      await office().start(order, person)
    })
    void reply.code(201)
    return await view(person)
  })

  app.post<{ Params: { id: string } }>('/api/drills/:id/stop', { config: { access: 'drill.run' } }, async (request): Promise<DrillsView> => {
    const { person } = signedIn(request)
    const { id } = request.params
    await audited(audit, { actor: person, action: 'drill.stop', subject: id, detail: '' }, async () => {
      const { runs } = await known()
      if (found(runs, id).end !== null) throw new RefusedError('这场演练已经结束')
      await askDrillToStop(stores.crawl, id)
    })
    return await view(person)
  })

  app.post<{ Params: { id: string } }>(
    '/api/drills/:id/enter',
    { config: { access: 'drill.read' } },
    async (request, reply): Promise<DrillEntryView> => {
      const { person } = signedIn(request)
      const { seat } = readRequest(DrillEnterRequest, request.body)
      const entry = await audited(audit, { actor: person, action: 'drill.enter', subject: request.params.id, detail: seat }, async () => {
        const { progress } = await known()
        if (progress?.id !== request.params.id || progress.up === null) throw new RefusedError('这场演练还没有起来，或已经结束')
        const wanted = progress.up.seats.find(({ id }) => id === seat)
        if (wanted === undefined) throw new NotFoundError('演练中没有这个席位')
        if (!maySit(person, wanted)) throw new ForbiddenError('只能坐自己岗位的席位；其他席位由负责演练的人安排')
        const opened = await office().enter(seat, person)
        if (opened === null) throw new RefusedError('演练在另一个工作台进程上运行，请从那里进入')
        return opened
      })
      void reply.header('cache-control', 'no-store')
      return entry
    }
  )

  async function view(person: Person): Promise<DrillsView> {
    const { runs, progress, words, scenarios } = await known()
    const running = runs.find(({ id }) => id === progress?.id)
    return {
      now: clock.now(),
      unavailable: context.drills === null ? inADrill : null,
      mayRun: context.drills !== null && can(person, 'drill.run'),
      scenarios: [...scenarios],
      fastest: fastestDrill,
      running: running === undefined || progress === null ? null : runningView(running, progress, person, words),
      past: runs
        .filter(({ id }) => id !== progress?.id)
        .slice(0, mostShown)
        .map((run) => drillRow(run, null, words))
    }
  }

  async function known() {
    const [{ runs, progress }, scenarios] = await Promise.all([
      drillsNow(stores.crawl, clock.elapsedMs()),
      context.drills === null ? [] : context.drills.scenarios()
    ])
    return { runs, progress, scenarios, words: new Map(scenarios.map(({ name, words }) => [name, words])) }
  }

  function office(): Drills {
    if (context.drills === null) throw new RefusedError(inADrill)
    return context.drills
  }
}

function found(runs: readonly DrillRun[], id: string): DrillRun {
  const run = runs.find((one) => one.id === id)
  if (run === undefined) throw new NotFoundError('没有这场演练')
  return run
}

function maySit(person: Person, { role }: DrillSeat): boolean {
  return can(person, 'drill.run') || person.roles.includes(role)
}

function runningView(run: DrillRun, progress: DrillProgress, person: Person, words: ReadonlyMap<string, string>): RunningDrillView {
  const { up, now, mentions, incidents, unsigned } = progress
  return {
    row: drillRow(run, progress.id, words),
    up: up !== null,
    speed: up?.speed ?? null,
    from: up?.from ?? null,
    endsAt: up?.endsAt ?? null,
    now,
    mentions,
    incidents,
    unsigned,
    seats: (up?.seats ?? []).filter((seat) => maySit(person, seat))
  }
}
