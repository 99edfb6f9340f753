import type { DrillOrder } from '../core/drill-run.ts'
import { auditPaths, type AuditExportQuery, type AuditQuery, type AuditVerdict, type AuditView } from '../dashboard-api/contract-audit.ts'
import { drillPaths, type DrillDetail, type DrillEntryView, type DrillsView } from '../dashboard-api/contract-drills.ts'
import {
  organisationPaths,
  type AbsenceRequest,
  type ContactNumbers,
  type DepartmentRequest,
  type EndAbsenceRequest,
  type NewDepartmentRequest,
  type OrganisationView,
  type ShiftRequest
} from '../dashboard-api/contract-organisation.ts'
import {
  peoplePaths,
  type Enrolment,
  type LinkView,
  type MyAccount,
  type NewPersonRequest,
  type PasswordRequest,
  type PeopleList,
  type PersonDetailsRequest,
  type PersonRow,
  type RecoveryCodes,
  type RolesRequest
} from '../dashboard-api/contract-people.ts'
import {
  rulePaths,
  type ApproveVersionRequest,
  type DiffView,
  type PackCheckView,
  type PackDraftRequest,
  type PackView,
  type RulesView,
  type SubmitPackRequest,
  type TrialView,
  type TryRequest,
  type TryView,
  type VersionView
} from '../dashboard-api/contract-rules.ts'
import {
  systemPaths,
  type AppointRequest,
  type BackupsView,
  type DeadLetterList,
  type FirstSteps,
  type LicenceList,
  type SystemView
} from '../dashboard-api/contract-system.ts'
import { apiTokenPaths, type ApiTokenList, type ApiTokenMade, type ApiTokenRequest } from '../dashboard-api/contract-api-tokens.ts'
import { sourceDeskPaths, type SourceAddRequest, type SourceDeskView, type SourceTrialView } from '../dashboard-api/contract-source-desk.ts'
import { settingsPaths, type SettingsView, type WebhookList } from '../dashboard-api/contract-settings.ts'
import { paths, type SessionList, type SessionView } from '../dashboard-api/contract.ts'

interface Calls {
  readonly get: <Answer>(path: string, query?: Readonly<Record<string, string | number | undefined>>) => Promise<Answer>
  readonly call: <Answer>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown) => Promise<Answer>
}

/** Deeds on a person that need a reason alone. */
export type PersonVerb = 'disable' | 'enable' | 'unlock' | 'resetSecondFactor' | 'endSessions'

/** Calls about the own account, people, the organisation, rules, the audit log and the system. */
export function officeCalls({ get, call }: Calls) {
  const post = <Answer>(path: string, body?: unknown): Promise<Answer> => call<Answer>('POST', path, body)
  return {
    me: () => get<MyAccount>(peoplePaths.me),
    tellCode: (code: string) => post<SessionView>(peoplePaths.myCode, { code }),
    changePassword: (request: PasswordRequest) => post<MyAccount>(peoplePaths.myPassword, request),
    beginSecondFactor: () => post<Enrolment>(peoplePaths.mySecondFactor),
    confirmSecondFactor: (code: string) => post<RecoveryCodes>(peoplePaths.confirmSecondFactor, { code }),
    endSecondFactor: (code: string) => post<MyAccount>(peoplePaths.endSecondFactor, { code }),
    renewRecoveryCodes: (code: string) => post<RecoveryCodes>(peoplePaths.recoveryCodes, { code }),
    sessions: (all: boolean) => get<SessionList>(paths.sessions, { all: all ? 1 : 0 }),
    endSession: (id: string) => call<void>('DELETE', paths.sessionById(id)),
    people: () => get<PeopleList>(peoplePaths.people),
    addPerson: (request: NewPersonRequest) => post<LinkView>(peoplePaths.people, request),
    changePerson: (id: string, request: PersonDetailsRequest) => post<PersonRow>(peoplePaths.details(id), request),
    grantRoles: (id: string, request: RolesRequest) => post<PersonRow>(peoplePaths.roles(id), request),
    actOnPerson: (id: string, verb: PersonVerb, reason: string) => post<PersonRow>(peoplePaths[verb](id), { reason }),
    personLink: (id: string, reason: string) => post<LinkView>(peoplePaths.link(id), { reason }),
    organisation: () => get<OrganisationView>(organisationPaths.organisation),
    addDepartment: (request: NewDepartmentRequest) => post<OrganisationView>(organisationPaths.newDepartment, request),
    changeDepartment: (id: string, request: DepartmentRequest) => post<OrganisationView>(organisationPaths.department(id), request),
    restoreDepartment: (id: string, reason: string) => post<OrganisationView>(organisationPaths.restoreDepartment(id), { reason }),
    addAbsence: (id: string, request: AbsenceRequest) => post<OrganisationView>(organisationPaths.absence(id), request),
    endAbsence: (id: string, request: EndAbsenceRequest) => post<OrganisationView>(organisationPaths.endAbsence(id), request),
    changeShift: (id: string, request: ShiftRequest) => post<OrganisationView>(organisationPaths.shift(id), request),
    restoreRoster: (id: string, reason: string) => post<OrganisationView>(organisationPaths.restoreRoster(id), { reason }),
    unmask: (id: string, reason: string) => post<ContactNumbers>(organisationPaths.unmask(id), { reason }),
    rules: () => get<RulesView>(rulePaths.rules),
    rulePack: (id: string) => get<PackView>(rulePaths.pack(id)),
    checkRules: (draft: PackDraftRequest) => post<PackCheckView>(rulePaths.check, draft),
    tryRules: (request: TryRequest) => post<TryView>(rulePaths.tryOn, request),
    beginRuleTrial: (draft: PackDraftRequest) => post<TrialView>(rulePaths.trials, draft),
    ruleTrial: (id: string) => get<TrialView>(rulePaths.trial(id)),
    ruleDiff: (draft: PackDraftRequest) => post<DiffView>(rulePaths.diff, draft),
    ruleVersion: (id: number) => get<VersionView>(rulePaths.version(id)),
    submitRules: (request: SubmitPackRequest) => post<VersionView>(rulePaths.versions, request),
    approveRules: (id: number, request: ApproveVersionRequest) => post<VersionView>(rulePaths.approve(id), request),
    returnRules: (id: number, reason: string) => post<VersionView>(rulePaths.sendBack(id), { reason }),
    withdrawRules: (id: number, reason: string) => post<VersionView>(rulePaths.withdraw(id), { reason }),
    restoreRules: (id: number, reason: string) => post<VersionView>(rulePaths.restore(id), { reason }),
    restoreRuleFile: (pack: string, reason: string) => post<VersionView>(rulePaths.restoreFile(pack), { reason }),
    audit: (query: AuditQuery) => get<AuditView>(auditPaths.audit, { ...query } as Readonly<Record<string, string | number | undefined>>),
    verifyAudit: () => post<AuditVerdict>(auditPaths.verify),
    system: () => get<SystemView>(systemPaths.system),
    backups: () => get<BackupsView>(systemPaths.backups),
    makeBackup: () => post<BackupsView>(systemPaths.backups),
    checkBackup: (id: string) => post<BackupsView>(systemPaths.checkBackup(id)),
    licences: () => get<LicenceList>(systemPaths.licences),
    sourceDesk: () => get<SourceDeskView>(sourceDeskPaths.desk),
    trySource: (url: string) => post<SourceTrialView>(sourceDeskPaths.trials, { url }),
    addSource: (request: SourceAddRequest) => post<SourceDeskView>(sourceDeskPaths.add, request),
    changeSource: (id: string, verb: 'pause' | 'resume' | 'remove', reason: string) => post<SourceDeskView>(sourceDeskPaths[verb](id), { reason }),
    settings: () => get<SettingsView>(settingsPaths.settings),
    webhooks: () => get<WebhookList>(settingsPaths.webhooks),
    testWebhook: (id: string) => post<WebhookList>(settingsPaths.testWebhook(id)),
    apiTokens: () => get<ApiTokenList>(apiTokenPaths.apiTokens),
    makeApiToken: (request: ApiTokenRequest) => post<ApiTokenMade>(apiTokenPaths.apiTokens, request),
    revokeApiToken: (id: string) => call<void>('DELETE', apiTokenPaths.apiTokenById(id)),
    deadLetters: () => get<DeadLetterList>(systemPaths.deadLetters),
    replayDeadLetter: (id: string, reason: string) => post<DeadLetterList>(systemPaths.replay(id), { reason }),
    drills: () => get<DrillsView>(drillPaths.drills),
    drill: (id: string) => get<DrillDetail>(drillPaths.drill(id)),
    startDrill: (order: DrillOrder) => post<DrillsView>(drillPaths.drills, order),
    stopDrill: (id: string) => post<DrillsView>(drillPaths.stop(id)),
    enterDrill: (id: string, seat: string) => post<DrillEntryView>(drillPaths.enter(id), { seat }),
    firstSteps: () => get<FirstSteps>(systemPaths.firstSteps),
    appoint: (request: AppointRequest) => post<FirstSteps>(systemPaths.appoint, request)
  }
}

/** Where the browser downloads the audit log from. */
export function auditExportPath(query: AuditExportQuery): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '')
  return `${auditPaths.export}?${new URLSearchParams(given as [string, string][])}`
}
