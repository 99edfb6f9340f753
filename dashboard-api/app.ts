import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import websocket from '@fastify/websocket'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { AccountChanges } from './account-changes.ts'
import { guardRoutes } from './access.ts'
import { ApiTokenBook } from './api-token-book.ts'
import { answerBrokenRequest } from './broken-requests.ts'
import { systemPaths } from './contract-system.ts'
import type { AppContext } from './context.ts'
import type { DashboardDeps } from './deps.ts'
import { tagAnswers } from './etags.ts'
import { limitKey } from './limit-key.ts'
import { Live } from './live.ts'
import { MeasuredIncidents } from './measured-incidents.ts'
import { servePage } from './page.ts'
import { PolicyReports } from './policy-reports.ts'
import { errorHandler } from './problem.ts'
import { apiTokenRoutes } from './routes/api-tokens.ts'
import { approvalRoutes } from './routes/approvals.ts'
import { archiveRoutes } from './routes/archive.ts'
import { answerRoutes } from './routes/answers.ts'
import { backupRoutes } from './routes/backups.ts'
import { callRoutes } from './routes/calls.ts'
import { channelTestRoutes } from './routes/channel-tests.ts'
import { departmentRoutes } from './routes/departments.ts'
import { drillRoutes } from './routes/drills.ts'
import { evidenceRoutes } from './routes/evidence.ts'
import { handoverRoutes } from './routes/handovers.ts'
import { incidentCommandRoutes } from './routes/incident-commands.ts'
import { incidentRoutes } from './routes/incidents.ts'
import { ingestRoutes } from './routes/ingest.ts'
import { liveRoute } from './routes/live.ts'
import { mcpRoute } from './routes/mcp.ts'
import { measureRoutes } from './routes/measures.ts'
import { hotRoutes } from './routes/hot.ts'
import { mentionRoutes } from './routes/mentions.ts'
import { muteRoutes } from './routes/mutes.ts'
import { noticeRoutes } from './routes/notices.ts'
import { policyReportRoutes } from './routes/policy-reports.ts'
import { openApiRoute } from './routes/openapi.ts'
import { openIncidentRoute } from './routes/open-incident.ts'
import { pushRoutes } from './routes/push.ts'
import { reportDeskRoutes } from './routes/report-desk.ts'
import { reportRoutes } from './routes/reports.ts'
import { regroupRoutes } from './routes/regroup.ts'
import { myAccountRoutes } from './routes/my-account.ts'
import { oidcRoutes } from './routes/oidc.ts'
import { peopleRoutes } from './routes/people.ts'
import { auditRoutes } from './routes/audit.ts'
import { organisationRoutes } from './routes/organisation.ts'
import { systemRoutes } from './routes/system.ts'
import { firstStepRoutes } from './routes/first-steps.ts'
import { ruleRoutes } from './routes/rules.ts'
import { savedSearchRoutes } from './routes/saved-searches.ts'
import { sessionRoutes } from './routes/session.ts'
import { sessionsRoutes } from './routes/sessions.ts'
import { settingsRoutes } from './routes/settings.ts'
import { setupRoutes } from './routes/setup.ts'
import { signLinkRoutes } from './routes/sign-link.ts'
import { coverageRoutes } from './routes/coverage.ts'
import { sourceDeskRoutes } from './routes/source-desk.ts'
import { sourceRoutes } from './routes/sources.ts'
import { spreadRoutes } from './routes/spread.ts'
import { wallRoutes } from './routes/wall.ts'
import { workRoutes } from './routes/work.ts'
import { statusRoutes } from './routes/status.ts'
import { supervisionRoutes } from './routes/supervision.ts'
import { replyTemplateRoutes } from './routes/reply-templates.ts'
import { wordingRoutes } from './routes/wording.ts'
import { sealSecondFactors } from './seal-second-factors.ts'
import { Sessions } from './sessions.ts'
import { showAnswers } from './shown-answers.ts'
import { SignInLock } from './sign-in-lock.ts'
import { answerUnknown } from './unknown-address.ts'

const bodyLimit = 256 * 1024
const largestLiveMessage = 16 * 1024
const usualRequestsPerMinute = 6000

/** The dashboard's server without a listener: `inject` it in tests, listen with server.ts. */
export async function createApp(deps: DashboardDeps): Promise<FastifyInstance> {
  const context = contextOf(deps)
  const app = fastify({
    logger: false,
    bodyLimit,
    trustProxy: trustedProxies(deps.publicUrl),
    routerOptions: { maxParamLength: 1000 },
    clientErrorHandler: answerBrokenRequest,
    // An address that cannot be decoded comes to no route, and so to no handler of theirs.
    frameworkErrors: (error, request, reply) => void errorHandler(deps.logger)(error, request as FastifyRequest, reply as FastifyReply)
  })
  app.setErrorHandler(errorHandler(deps.logger))
  app.setNotFoundHandler(answerUnknown)
  await hardened(app, context)
  guardRoutes(app, context)
  showAnswers(app)
  tagAnswers(app)
  for (const register of routes) register(app, context)
  await servePage(app, deps.pageDirectory)
  app.addHook('onReady', () => context.live.start())
  app.addHook('onReady', async () => {
    const accounts = await sealSecondFactors(await deps.stores.accounts.list(), context.changes, deps.secrets)
    if (accounts > 0) deps.logger.info({ accounts }, 'second factors stored before are sealed now')
  })
  // Read once before anybody asks, beside everything else: the first to ask does not wait for it.
  app.addHook('onListen', () => {
    context.measured.read().catch((error: unknown) => deps.logger.warn({ error }, 'incidents could not be read for the figures yet'))
  })
  app.addHook('preClose', () => context.live.close())
  return app
}

/**
 * A client writes X-Forwarded-For as it likes. Only what a proxy on this machine added is believed, from the right up to
 * the first address that is not loopback; whoever reaches the listener directly is who the socket says.
 */
function trustedProxies(publicUrl: string | null): 'loopback' | false {
  return publicUrl === null ? false : 'loopback'
}

const routes = [
  sessionRoutes,
  setupRoutes,
  sessionsRoutes,
  myAccountRoutes,
  oidcRoutes,
  peopleRoutes,
  organisationRoutes,
  auditRoutes,
  systemRoutes,
  firstStepRoutes,
  backupRoutes,
  settingsRoutes,
  drillRoutes,
  statusRoutes,
  policyReportRoutes,
  incidentRoutes,
  spreadRoutes,
  approvalRoutes,
  incidentCommandRoutes,
  workRoutes,
  answerRoutes,
  openIncidentRoute,
  regroupRoutes,
  archiveRoutes,
  supervisionRoutes,
  measureRoutes,
  wordingRoutes,
  replyTemplateRoutes,
  mentionRoutes,
  savedSearchRoutes,
  hotRoutes,
  ingestRoutes,
  reportRoutes,
  reportDeskRoutes,
  evidenceRoutes,
  sourceRoutes,
  ruleRoutes,
  sourceDeskRoutes,
  coverageRoutes,
  departmentRoutes,
  wallRoutes,
  handoverRoutes,
  noticeRoutes,
  muteRoutes,
  callRoutes,
  signLinkRoutes,
  channelTestRoutes,
  pushRoutes,
  apiTokenRoutes,
  openApiRoute,
  mcpRoute,
  liveRoute
]

function contextOf(deps: DashboardDeps): AppContext {
  const { stores, clock, random, writer } = deps
  const sessions = new Sessions({ accounts: stores.accounts, clock, random, sha256: writer.sha256, rules: deps.signIn })
  const secure = deps.publicUrl?.startsWith('https:') ?? false
  return {
    ...deps,
    sessions,
    lock: new SignInLock(),
    apiTokens: new ApiTokenBook({ crawl: stores.crawl, clock, sha256: writer.sha256 }),
    changes: new AccountChanges({ ...deps, ...stores }),
    live: new Live(deps, sessions),
    measured: new MeasuredIncidents(stores.incidents, writer.sha256),
    policyReports: new PolicyReports(deps.logger),
    secure,
    // Browsers keep cookies by host, not by port: a drill beside the desk must not sign anybody out of it.
    cookieName: `${secure ? '__Host-' : ''}wanglou${deps.drill ? '-drill' : ''}`
  }
}

/** Headers, cookies, limits, and JSON as the only body, as browsers call that of a report too. */
async function hardened(app: FastifyInstance, { secure, requestsPerMinute = usualRequestsPerMinute }: AppContext): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: contentSecurityPolicy },
    strictTransportSecurity: secure ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    referrerPolicy: { policy: 'no-referrer' }
  })
  await app.register(rateLimit, { max: requestsPerMinute, timeWindow: '1 minute', keyGenerator: limitKey })
  await app.register(cookie)
  await app.register(websocket, { options: { maxPayload: largestLiveMessage, perMessageDeflate: false } })
  const parseJson = app.getDefaultJsonParser('error', 'error')
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(['application/json', 'application/csp-report'], { parseAs: 'string' }, parseJson)
}

/** Nothing that is written into a page runs or dresses it up: scripts set single properties of a style, which stands free. */
const contentSecurityPolicy = {
  defaultSrc: ["'self'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", 'data:'],
  fontSrc: ["'self'", 'data:'],
  connectSrc: ["'self'"],
  objectSrc: ["'none'"],
  frameAncestors: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
  // `report-to` would silence this one, and is heard over https alone.
  reportUri: [systemPaths.policyReports]
}
