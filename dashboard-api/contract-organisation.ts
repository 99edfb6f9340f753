/** 单位: departments, posts and rosters as they are in force, and what the screen may change of them. */
import { z } from 'zod'
import { Absence } from '../core/duty-roster.ts'
import { Instant } from '../core/instant.ts'
import { DepartmentWords } from '../core/organisation/department-changes.ts'
import { ReasonRequest } from './contract-people.ts'

const part = encodeURIComponent

export const organisationPaths = {
  /** GET OrganisationView; every POST below answers with it, but for the one that unmasks. */
  organisation: '/api/organisation',
  /** POST NewDepartmentRequest. */
  newDepartment: '/api/organisation/departments',
  /** POST DepartmentRequest. */
  department: (id: string) => `/api/organisation/departments/${part(id)}`,
  /** POST ReasonRequest: takes back what the screen said. */
  restoreDepartment: (id: string) => `/api/organisation/departments/${part(id)}/restore`,
  /** POST AbsenceRequest. */
  absence: (id: string) => `/api/organisation/rosters/${part(id)}/absences`,
  /** POST EndAbsenceRequest. */
  endAbsence: (id: string) => `/api/organisation/rosters/${part(id)}/end-absence`,
  /** POST ShiftRequest. */
  shift: (id: string) => `/api/organisation/rosters/${part(id)}/shift`,
  /** POST ReasonRequest: as the file has it again. */
  restoreRoster: (id: string) => `/api/organisation/rosters/${part(id)}/restore`,
  /** POST ReasonRequest → ContactNumbers. */
  unmask: (id: string) => `/api/contacts/${part(id)}/unmask`
} as const

const Changed = z.object({ by: z.string(), at: Instant }).nullable()

const DepartmentState = z.object({
  id: z.string(),
  name: z.string(),
  aliases: z.array(z.string()),
  duties: z.array(z.string()),
  coordinator: z.boolean(),
  changed: Changed,
  added: z.boolean(),
  /** The running system does not know it so yet. */
  awaitsRestart: z.boolean()
})
export type DepartmentState = z.infer<typeof DepartmentState>

/** Numbers are masked; null: none is written down. */
export const ContactRow = z.object({
  id: z.string(),
  name: z.string(),
  roleName: z.string(),
  departmentName: z.string().nullable(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  /** Chat accounts that it has, by name of the platform. */
  accounts: z.array(z.string())
})
export type ContactRow = z.infer<typeof ContactRow>

export const RosterView = z.object({
  id: z.string(),
  name: z.string(),
  source: z.string(),
  changed: Changed,
  overtaken: Changed,
  now: z.object({ people: z.array(z.string()), shifts: z.array(z.string()), until: Instant, why: z.string().nullable() }),
  next: z.object({ at: Instant, people: z.array(z.string()) }).nullable(),
  gaps: z.array(z.object({ words: z.string(), why: z.string() })),
  shifts: z.array(
    z.object({ id: z.string(), name: z.string(), hours: z.string(), on: z.string(), people: z.array(z.object({ id: z.string(), name: z.string() })) })
  ),
  absences: z.array(
    z.object({
      who: z.string(),
      name: z.string(),
      substitute: z.string().nullable(),
      from: z.string(),
      to: z.string(),
      reason: z.string(),
      past: z.boolean()
    })
  )
})
export type RosterView = z.infer<typeof RosterView>

export const OrganisationView = z.object({
  now: Instant,
  unit: z.string(),
  jurisdiction: z.string(),
  departments: z.array(DepartmentState),
  contacts: z.array(ContactRow),
  rosters: z.array(RosterView)
})
export type OrganisationView = z.infer<typeof OrganisationView>

export const DepartmentRequest = DepartmentWords
export type DepartmentRequest = z.infer<typeof DepartmentRequest>
export const NewDepartmentRequest = DepartmentWords.extend({ id: z.string().regex(/^[a-z0-9-]{2,40}$/, '编号为 2–40 位小写字母、数字、横线') })
export type NewDepartmentRequest = z.infer<typeof NewDepartmentRequest>

export const AbsenceRequest = Absence
export type AbsenceRequest = z.infer<typeof AbsenceRequest>
export const EndAbsenceRequest = ReasonRequest.extend({ who: z.string().min(1), from: z.string().min(1) })
export type EndAbsenceRequest = z.infer<typeof EndAbsenceRequest>
export const ShiftRequest = ReasonRequest.extend({ shiftId: z.string().min(1), people: z.array(z.string()).min(1, '班次没有人') })
export type ShiftRequest = z.infer<typeof ShiftRequest>

/** Whole, for whom they were asked; who asked and why is in the audit log. */
export const ContactNumbers = z.object({ id: z.string(), phone: z.string().nullable(), email: z.string().nullable() })
export type ContactNumbers = z.infer<typeof ContactNumbers>
