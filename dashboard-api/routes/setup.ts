import type { FastifyInstance } from 'fastify'
import { passwordRules } from '../../core/password-profile.ts'
import type { AppContext } from '../context.ts'
import { SetupRequest, type SessionView, type SetupState } from '../contract.ts'
import { readRequest } from '../read-request.ts'
import { setUpFirstAccount } from '../sign-in.ts'
import { signInAs, signInDeps, signInRate } from './session.ts'

/** The first run: no default account and no default password, only a link that works once. */
export function setupRoutes(app: FastifyInstance, context: AppContext): void {
  app.get('/api/setup', { config: { access: 'public' } }, async (): Promise<SetupState> => ({
    needed: (await context.stores.accounts.list()).length === 0,
    passwordRules: passwordRules(context.signIn.passwords),
    oidc: context.signIn.oidc?.words ?? null
  }))

  app.post('/api/setup', { config: { access: 'public', rateLimit: signInRate } }, async (request, reply): Promise<SessionView> => {
    const asked = readRequest(SetupRequest, request.body)
    return await signInAs(context, request, reply, { how: 'setup', words: '初始设置' }, () => setUpFirstAccount(signInDeps(context), asked))
  })
}
