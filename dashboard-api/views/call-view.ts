import { Role, roleWords } from '../../core/actor.ts'
import type { Contact } from '../../core/department.ts'
import { severityOf } from '../../core/grade.ts'
import type { IncidentDocument } from '../../core/incident/state.ts'
import { maskPhone } from '../../core/personal-data.ts'
import type { CallView } from '../contract-notices.ts'
import { actorName } from './words.ts'

/** Calls of an incident. The number comes from the configuration, whole only for who may call. */
export function callViews({ id, state }: IncidentDocument, contacts: readonly Contact[], whole: boolean): CallView[] {
  return (state.calls ?? []).map((call) => {
    const phone = contacts.find((contact) => contact.id === call.contactId)?.phone ?? null
    const role = Role.safeParse(call.role)
    return {
      id: call.id,
      incidentId: id,
      incidentTitle: state.title,
      grade: state.grade,
      name: call.name,
      roleName: role.success ? roleWords[role.data] : call.role,
      phone: phone === null || whole ? phone : maskPhone(phone),
      why: call.why,
      listedAt: call.listedAt,
      made: call.made === null ? null : { ...call.made, by: actorName(call.made.by) }
    }
  })
}

/** Who waits comes first, then the graver, then the longer waiting. */
export function byNeed(a: CallView, b: CallView): number {
  const waits = ({ made }: CallView): number => (made?.reached === true ? 1 : 0)
  return waits(a) - waits(b) || severityOf(b.grade) - severityOf(a.grade) || (a.listedAt < b.listedAt ? -1 : 1)
}
