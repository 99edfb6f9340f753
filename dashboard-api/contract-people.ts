/** People who sign in: what each says of himself, and how accounts, rights and sessions are kept. */
import { z } from 'zod'
import { Role } from '../core/actor.ts'
import { Instant } from '../core/instant.ts'
import { LoginName, NewPassword, Owed } from './contract.ts'

const part = encodeURIComponent

export const peoplePaths = {
  /** GET MyAccount. */
  me: '/api/me',
  /** POST CodeRequest → SessionView: the second step of signing in. */
  myCode: '/api/me/code',
  /** POST PasswordRequest → MyAccount. */
  myPassword: '/api/me/password',
  /** POST → Enrolment. */
  mySecondFactor: '/api/me/second-factor',
  /** POST CodeRequest → RecoveryCodes. */
  confirmSecondFactor: '/api/me/second-factor/confirm',
  /** POST CodeRequest → MyAccount. */
  endSecondFactor: '/api/me/second-factor/end',
  /** POST CodeRequest → RecoveryCodes: the ones before are void. */
  recoveryCodes: '/api/me/second-factor/recovery-codes',
  /** GET: to the OpenID provider. */
  oidcStart: '/api/oidc/start',
  /** GET PeopleList · POST NewPersonRequest → LinkView, 201. */
  people: '/api/people',
  /** POST PersonDetailsRequest → PersonRow. */
  details: (id: string) => `/api/people/${part(id)}/details`,
  /** POST RolesRequest → PersonRow. */
  roles: (id: string) => `/api/people/${part(id)}/roles`,
  /** POST ReasonRequest → PersonRow. */
  disable: (id: string) => `/api/people/${part(id)}/disable`,
  enable: (id: string) => `/api/people/${part(id)}/enable`,
  unlock: (id: string) => `/api/people/${part(id)}/unlock`,
  resetSecondFactor: (id: string) => `/api/people/${part(id)}/reset-second-factor`,
  endSessions: (id: string) => `/api/people/${part(id)}/end-sessions`,
  /** POST ReasonRequest → LinkView: a link that signs in once, for a new person or a lost password. */
  link: (id: string) => `/api/people/${part(id)}/link`
} as const

export const MyAccount = z.object({
  login: z.string(),
  name: z.string(),
  roleNames: z.array(z.string()),
  hasPassword: z.boolean(),
  /** The password before has to be told with a new one. */
  asksCurrent: z.boolean(),
  passwordSetAt: Instant.nullable(),
  passwordDueAt: Instant.nullable(),
  passwordRules: z.array(z.string()),
  /** The standard that the rules come from. */
  passwordSource: z.string(),
  secondFactor: z.object({ since: Instant, recoveryCodesLeft: z.number().int().nonnegative() }).nullable(),
  mustHaveSecondFactor: z.boolean(),
  owes: Owed
})
export type MyAccount = z.infer<typeof MyAccount>

export const CodeRequest = z.strictObject({ code: z.string().min(1, '请填写口令').max(40) })
export type CodeRequest = z.infer<typeof CodeRequest>

export const PasswordRequest = z.strictObject({ current: z.string().max(200).default(''), next: NewPassword })
export type PasswordRequest = z.input<typeof PasswordRequest>

/** Shown once: the secret as text, and as an address for a picture to be photographed. */
export const Enrolment = z.object({ secret: z.string(), uri: z.string() })
export type Enrolment = z.infer<typeof Enrolment>

/** Shown once. */
export const RecoveryCodes = z.object({ codes: z.array(z.string()), account: MyAccount })
export type RecoveryCodes = z.infer<typeof RecoveryCodes>

const Reason = z.string().trim().min(1, '请写明理由').max(500)
export const ReasonRequest = z.strictObject({ reason: Reason })
export type ReasonRequest = z.infer<typeof ReasonRequest>

export const PersonRow = z.object({
  id: z.string(),
  login: z.string(),
  name: z.string(),
  roles: z.array(Role),
  roleNames: z.array(z.string()),
  departmentId: z.string().nullable(),
  departmentName: z.string().nullable(),
  disabled: z.boolean(),
  locked: z.boolean(),
  hasPassword: z.boolean(),
  hasSecondFactor: z.boolean(),
  needsSecondFactor: z.boolean(),
  sessions: z.number().int().nonnegative(),
  isMe: z.boolean(),
  /** Why no link can be made here for this person; null: it can. */
  noLink: z.string().nullable()
})
export type PersonRow = z.infer<typeof PersonRow>

export const PeopleList = z.object({
  rows: z.array(PersonRow),
  departments: z.array(z.object({ id: z.string(), name: z.string() })),
  roles: z.array(z.object({ id: Role, name: z.string() }))
})
export type PeopleList = z.infer<typeof PeopleList>

const details = { name: z.string().trim().min(1, '请填写姓名').max(40), departmentId: z.string().nullable() }

export const NewPersonRequest = z.strictObject({ login: LoginName, ...details })
export type NewPersonRequest = z.infer<typeof NewPersonRequest>

export const PersonDetailsRequest = z.strictObject(details)
export type PersonDetailsRequest = z.infer<typeof PersonDetailsRequest>

export const RolesRequest = z.strictObject({ roles: z.array(Role).max(Role.options.length), reason: Reason })
export type RolesRequest = z.infer<typeof RolesRequest>

/** A one-time link is shown once, to be handed over. */
export const LinkView = z.object({ person: PersonRow, link: z.string(), hours: z.number() })
export type LinkView = z.infer<typeof LinkView>
