import { z } from 'zod'
import { severityOf } from '../core/grade.ts'
import { addMs, minuteMs } from '../core/instant.ts'
import { isAfterAct, performAfter, queuesOf } from './after.ts'
import { performDeed } from './deed.ts'
import type { DeskClient } from './desk-client.ts'
import { DeskError } from './errors.ts'
import { makePaper } from './papers.ts'
import type { Recognise } from './recognise.ts'
import type { Player, ScriptedAct } from './scenario.ts'
import type { City } from './start-city.ts'

/** Where an act is done. */
export interface ActStage {
  readonly recognise: Recognise
  readonly city: Pick<City, 'addresses' | 'secret'>
  /** A signed-in person a role. */
  readonly people: ReadonlyMap<Player, DeskClient>
}

/** False while the incident is not on the desk, or not yet as grave as the act presumes. */
export async function performAct(stage: ActStage, act: ScriptedAct): Promise<boolean> {
  const desk = stage.people.get(act.by)
  if (desk === undefined) throw new DeskError(`演练中没有 ${act.by}`)
  if (act.act.do === 'open') {
    await desk.open(act.act.request, act.id)
    return true
  }
  const detail = await stage.recognise(desk, act.incident, queuesOf(act.act))
  if (detail === null || (act.whenGrade !== undefined && severityOf(detail.grade) < severityOf(act.whenGrade))) return false
  const { act: what } = act
  if (isAfterAct(what)) {
    await performAfter(desk, detail, what, act.id)
    return true
  }
  switch (what.do) {
    case 'acknowledge':
      await desk.act(detail, 'acknowledge', { note: what.note }, act.id)
      return true
    case 'confirm-grade':
      await desk.act(detail, 'confirm-grade', { eventGrade: what.grade, opinionGrade: detail.opinionGrade, reason: what.reason }, act.id)
      return true
    case 'assign':
      await desk.act(detail, 'assign', { departments: [{ id: what.department, role: 'lead' }], instruction: what.instruction }, act.id)
      return true
    case 'accept':
      await desk.act(detail, 'accept', { departmentId: what.department }, act.id)
      return true
    case 'release': {
      const page = { title: what.title, body: what.body ?? (await wordingInForce(desk, detail.id)) }
      await desk.act(detail, 'record-release', { url: await publish(stage.city, act.id, page) }, act.id)
      return true
    }
    case 'deed':
      await performDeed(what, { at: act.at, detail, desk }, act.id)
      return true
    case 'paper':
      return await makePaper(desk, detail.id, what, act.id)
    case 'conference': {
      const url = await publish(stage.city, act.id, what)
      await desk.act(detail, 'record-conference', { url, venue: what.venue, speaker: what.speaker, heldAt: addMs(act.at, -30 * minuteMs) }, act.id)
      return true
    }
    default:
      return what satisfies never
  }
}

/** The text that is in force, for the page that carries it. */
async function wordingInForce(desk: DeskClient, id: string): Promise<string> {
  const found = (await desk.wording(id)).versions.findLast(({ inForce }) => inForce)
  if (found === undefined) throw new DeskError('没有已签发的口径')
  return found.text
}

/** Puts a release on the city's own outlet, as its people would, and returns its address. */
async function publish(
  { addresses, secret }: ActStage['city'],
  id: string,
  { title, body }: { readonly title: string; readonly body: string }
): Promise<string> {
  const response = await fetch(`${addresses.outlet}/publish`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-drill-secret': secret },
    body: JSON.stringify({ id, title, body })
  })
  if (!response.ok) throw new DeskError(`发布未成功：${response.status}`)
  return new URL(z.object({ path: z.string() }).parse(await response.json()).path, addresses.outlet).href
}
