import type { FastifyInstance } from 'fastify'
import { ForbiddenError, InvalidInputError, NotFoundError } from '../../core/errors.ts'
import type { Person } from '../../core/actor.ts'
import { fillWording } from '../../core/fill-wording.ts'
import type { SpeakingUnit } from '../../core/incident/publicity-events.ts'
import { publicityOf } from '../../core/incident/publicity.ts'
import type { IncidentDocument, IncidentState } from '../../core/incident/state.ts'
import type { WordingTemplate } from '../../core/wording-template.ts'
import { callerOf } from '../access.ts'
import type { AppContext } from '../context.ts'
import {
  DiffQuery,
  FillQuery,
  type FilledTemplate,
  type MediaPlan,
  type MediaReach,
  type WordingDesk,
  type WordingDiff
} from '../contract-wording.ts'
import { mediaReach } from '../media-reach.ts'
import { readRequest } from '../read-request.ts'
import { mediaPlan } from '../views/media-plan.ts'
import { wordDiff } from '../views/wording-diff.ts'
import { filledTemplate, speakableUnits, wordingDesk } from '../views/wording-desk.ts'

interface OfIncident {
  Params: { id: string }
}

const reading = { config: { access: 'incident.read' } } as const

/** What is said in public of an incident; the verbs stand with the others in incident-commands.ts. */
export function wordingRoutes(app: FastifyInstance, context: AppContext): void {
  const { stores, clock, wordingTemplates: templates } = context

  app.get<OfIncident>('/api/incidents/:id/wording', reading, async (request): Promise<WordingDesk> => {
    const document = await find(request.params.id)
    return wordingDesk(document, { templates, units: unitsOf(context, callerOf(request), document.state) }, clock.now())
  })

  app.get<OfIncident>('/api/incidents/:id/wording-filled', reading, async (request): Promise<FilledTemplate> => {
    const { template: id, unit: unitId } = readRequest(FillQuery, request.query)
    const { state, events } = await find(request.params.id)
    const template = templateOf(context, id)
    const unit = unitOf(context, callerOf(request), state, unitId === '' ? null : unitId)
    const filled = fillWording({ template, templatesVersion: templates.version, state, events, issuer: unit.name })
    return filledTemplate(template, unit.name, filled)
  })

  app.get<OfIncident>('/api/incidents/:id/wording-diff', reading, async (request): Promise<WordingDiff> => {
    const { from, to } = readRequest(DiffQuery, request.query)
    const { state } = await find(request.params.id)
    const [before, after] = [from, to].map((version) => {
      const wording = state.wordings?.find((one) => one.version === version)
      if (wording === undefined) throw new NotFoundError(`没有第 ${version} 版口径`)
      return wording.text
    })
    return { from, to, ...wordDiff(before ?? '', after ?? '') }
  })

  app.get<OfIncident>('/api/incidents/:id/media', reading, async (request): Promise<MediaPlan> => {
    const document = await find(request.params.id)
    const reaches = new Map<string, MediaReach>()
    for (const piece of publicityOf(document.state).media) {
      const reach = await mediaReach(stores.mentions, piece, context.writer.sha256)
      if (reach !== null) reaches.set(piece.id, reach)
    }
    return mediaPlan(document, reaches, clock.now())
  })

  async function find(id: string): Promise<IncidentDocument> {
    const document = await stores.incidents.get(id)
    if (document === null) throw new NotFoundError('没有这个事件')
    return document
  }
}

/** @throws InvalidInputError naming those that there are */
export function templateOf({ wordingTemplates: { templates } }: AppContext, id: string): WordingTemplate {
  const template = templates.find((one) => one.id === id)
  if (template === undefined) throw new InvalidInputError(`没有编号为 ${id} 的口径模板；可用：${templates.map((one) => one.id).join('、')}`)
  return template
}

function unitsOf({ unitName, departments }: AppContext, person: Person, state: IncidentState): SpeakingUnit[] {
  return speakableUnits(person, { id: null, name: unitName }, departments, state)
}

/** The unit that a person speaks for: as asked, else the first that may be. @throws ForbiddenError for another's */
export function unitOf(context: AppContext, person: Person, state: IncidentState, wanted: string | null | undefined): SpeakingUnit {
  const units = unitsOf(context, person, state)
  const unit = wanted === undefined ? units[0] : units.find(({ id }) => id === wanted)
  if (unit === undefined) throw new ForbiddenError('您不能以这个单位的名义拟口径')
  return unit
}
