import { z } from 'zod'
import { Role } from './actor.ts'
import type { PasswordProfile } from './password-profile.ts'

/** 单点登录 by OpenID Connect: people who have an account here, found by a claim of the provider. */
export const OidcSettings = z
  .strictObject({
    /** What stands on the button. */
    words: z.string().min(1).default('统一身份认证登录'),
    issuer: z.url(),
    clientId: z.string().min(1),
    clientSecretEnv: z.string().min(1).optional(),
    clientSecretFile: z.string().min(1).optional(),
    /** The claim that holds the login name here. */
    claim: z.string().min(1).default('preferred_username'),
    scope: z.string().default('openid profile'),
    /** The provider asks for a second factor itself, so that we do not ask again. */
    hasSecondFactor: z.boolean().default(false),
    /** For a provider inside the same machine room without TLS. */
    allowHttp: z.boolean().default(false)
  })
  .refine(({ clientSecretEnv, clientSecretFile }) => clientSecretEnv === undefined || clientSecretFile === undefined, {
    path: ['clientSecretFile'],
    message: 'clientSecretEnv 与 clientSecretFile 只能写一个'
  })
  .refine(({ issuer, allowHttp }) => issuer.startsWith('https:') || allowHttp, {
    path: ['issuer'],
    message: '应为 https 地址；内网无 TLS 时写 allowHttp: true'
  })
export type OidcSettings = z.infer<typeof OidcSettings>

/** `signIn` of `wanglou.yaml`. */
export const SignInSettings = z
  .strictObject({
    /** Which of the password profiles. */
    passwords: z.string().default('dengbao3'),
    /** Roles that must have a second factor. Everybody may. */
    secondFactor: z.array(Role).default([]),
    /** Where the key is that second factors are sealed with; without it a file beside the data. Several machines need one that they share. */
    secretKeyFile: z.string().min(1).optional(),
    secretKeyEnv: z.string().min(1).optional(),
    oidc: OidcSettings.nullable().default(null)
  })
  .refine(({ secretKeyEnv, secretKeyFile }) => secretKeyEnv === undefined || secretKeyFile === undefined, {
    path: ['secretKeyFile'],
    message: 'secretKeyEnv 与 secretKeyFile 只能写一个'
  })
export type SignInSettings = z.infer<typeof SignInSettings>

/** By which rules people sign in here. */
export interface SignInRules {
  readonly passwords: PasswordProfile
  readonly secondFactor: readonly Role[]
  readonly secretKeyFile?: string | undefined
  readonly secretKeyEnv?: string | undefined
  readonly oidc: OidcSettings | null
}
