import type { FastifyInstance, FastifyRequest } from 'fastify'
import { NotFoundError } from '../../core/errors.ts'
import type { Action } from '../../core/permission.ts'
import { changeDepartment, readDepartments } from '../../core/organisation/department-changes.ts'
import { changeRoster, readRosters, withAbsence, withoutAbsence, withShiftPeople } from '../../core/organisation/roster-changes.ts'
import type { DutyRoster } from '../../core/duty-roster.ts'
import { signedIn } from '../access.ts'
import { audited } from '../audited.ts'
import type { AppContext } from '../context.ts'
import {
  AbsenceRequest,
  DepartmentRequest,
  EndAbsenceRequest,
  NewDepartmentRequest,
  ShiftRequest,
  type ContactNumbers,
  type OrganisationView
} from '../contract-organisation.ts'
import { ReasonRequest } from '../contract-people.ts'
import { OneAtATime } from '../../core/one-at-a-time.ts'
import { readRequest } from '../read-request.ts'
import { contactRow, departmentState, rosterView } from '../views/organisation-view.ts'

type ById = FastifyRequest<{ Params: { id: string } }>

/** 单位: what stands in the files, and what is changed of it here; every change says who made it. */
export function organisationRoutes(app: FastifyInstance, context: AppContext): void {
  const { stores, clock, contacts, rosters } = context
  const audit = { audit: stores.audit, clock }
  const turns = new OneAtATime()

  app.get('/api/organisation', { config: { access: 'organisation.read' } }, () => view(context))

  deed('/api/organisation/departments', 'organisation.manage', 'department.add', (request, by) => {
    const { id, ...said } = readRequest(NewDepartmentRequest, request.body)
    return { subject: id, detail: said.name, work: () => putDepartment(id, said, by, true) }
  })

  deed('/api/organisation/departments/:id', 'organisation.manage', 'department.change', (request, by) => {
    const said = readRequest(DepartmentRequest, request.body)
    return { subject: request.params.id, detail: said.name, work: () => putDepartment(request.params.id, said, by, false) }
  })

  deed('/api/organisation/departments/:id/restore', 'organisation.manage', 'department.restore', (request, by) => {
    const { reason } = readRequest(ReasonRequest, request.body)
    return { subject: request.params.id, detail: reason, work: () => putDepartment(request.params.id, null, by, false) }
  })

  deed('/api/organisation/rosters/:id/absences', 'roster.manage', 'roster.absence', (request, by) => {
    const absence = readRequest(AbsenceRequest, request.body)
    const detail = `${absence.who} ${absence.from} 至 ${absence.to}，替班 ${absence.substitute ?? '无'}：${absence.reason}`
    return putRoster(request, by, detail, (roster) => withAbsence(roster, absence, contacts))
  })

  deed('/api/organisation/rosters/:id/end-absence', 'roster.manage', 'roster.end-absence', (request, by) => {
    const { reason, ...which } = readRequest(EndAbsenceRequest, request.body)
    return putRoster(request, by, `${which.who} ${which.from}：${reason}`, (roster) => withoutAbsence(roster, which))
  })

  deed('/api/organisation/rosters/:id/shift', 'roster.manage', 'roster.shift', (request, by) => {
    const { shiftId, people, reason } = readRequest(ShiftRequest, request.body)
    return putRoster(request, by, `${shiftId}：${people.join('、')}；${reason}`, (roster) => withShiftPeople(roster, shiftId, people, contacts))
  })

  deed('/api/organisation/rosters/:id/restore', 'roster.manage', 'roster.restore', (request, by) => {
    const { reason } = readRequest(ReasonRequest, request.body)
    return putRoster(request, by, reason, () => null)
  })

  app.post('/api/contacts/:id/unmask', { config: { access: 'personal-data.unmask' } }, async (request: ById): Promise<ContactNumbers> => {
    const { reason } = readRequest(ReasonRequest, request.body)
    const { id } = request.params
    return await audited(audit, { actor: signedIn(request).person, action: 'personal-data.unmask', subject: id, detail: `理由：${reason}` }, () => {
      const contact = contacts.find((one) => one.id === id)
      if (contact === undefined) return Promise.reject(new NotFoundError(`通讯录中没有岗位 ${id}`))
      return Promise.resolve({ id, phone: contact.phone, email: contact.email })
    })
  })

  interface Change {
    readonly subject: string
    readonly detail: string
    readonly work: () => Promise<void>
  }

  /** One change after another, since each is read, changed and written whole. */
  function deed(url: string, access: Action, action: string, read: (request: ById, by: string) => Change): void {
    app.post(url, { config: { access } }, async (request: ById): Promise<OrganisationView> => {
      const { person } = signedIn(request)
      const { subject, detail, work } = read(request, person.name)
      await audited(audit, { actor: person, action, subject, detail }, () => turns.run('organisation', work))
      return await view(context)
    })
  }

  function putDepartment(id: string, said: DepartmentRequest | null, by: string, isNew: boolean): Promise<void> {
    return changeDepartment(stores.crawl, context.configuredDepartments, { id, said, by, at: clock.now(), isNew })
  }

  function putRoster(request: ById, by: string, detail: string, decide: (roster: DutyRoster) => DutyRoster | null): Change {
    const { id } = request.params
    return { subject: id, detail, work: () => changeRoster(stores.crawl, rosters, { id, by, at: clock.now(), decide }) }
  }
}

async function view({
  stores,
  clock,
  contacts,
  rosters,
  calendar,
  departments,
  configuredDepartments,
  unitName,
  jurisdiction
}: AppContext): Promise<OrganisationView> {
  const [inForce, duty] = await Promise.all([readDepartments(stores.crawl, configuredDepartments), readRosters(stores.crawl, rosters)])
  const now = clock.now()
  return {
    now,
    unit: unitName,
    jurisdiction: jurisdiction.name,
    departments: inForce.map((one) => departmentState(one, departments)),
    contacts: contacts.map((contact) => contactRow(contact, departments)),
    rosters: duty.map((one) => rosterView(one, { calendar, contacts, now }))
  }
}
