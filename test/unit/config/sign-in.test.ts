import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { SignInSettings } from '../../../core/sign-in-rules.ts'
import { loadProductConfig } from '../../../system.ts'
import { deskConfig } from '../../support/running-system.ts'

const oidc = { issuer: 'https://id.example', clientId: 'wanglou' }

async function load(signIn: unknown): Promise<Awaited<ReturnType<typeof loadProductConfig>>> {
  const directory = await mkdtemp(path.join(tmpdir(), 'wanglou-sign-in-'))
  try {
    await writeFile(
      path.join(directory, 'wanglou.yaml'),
      stringify({ ...deskConfig(directory, 'http://outlet.example.invalid/'), ...(signIn === undefined ? {} : { signIn }) })
    )
    return await loadProductConfig(directory)
  } finally {
    await rm(directory, { recursive: true })
  }
}

describe('how people sign in', () => {
  test('goes by 等保 where nothing is said, and by another shipped profile where it is named', async () => {
    const usual = (await load(undefined)).signIn
    expect(usual).toMatchObject({ passwords: { id: 'dengbao3', minLength: 8, maxAgeDays: 90 }, secondFactor: [], oidc: null })
    expect((await load({ passwords: 'asvs', secondFactor: ['admin'] })).signIn).toMatchObject({
      passwords: { minLength: 15, source: expect.stringContaining('ASVS') },
      secondFactor: ['admin']
    })
  })

  test('names a profile that there is not, with its place and those that there are', async () => {
    await expect(load({ passwords: 'none' })).rejects.toThrow(/wanglou\.yaml:\d+:\d+ signIn\.passwords.*没有这套口令规则：none；可用：dengbao3、asvs/)
  })

  test.each([
    ['a provider without TLS that nobody allowed', { oidc: { ...oidc, issuer: 'http://id.example' } }],
    ['two places of a secret', { oidc: { ...oidc, clientSecretEnv: 'A', clientSecretFile: '/b' } }],
    ['a secret in the configuration itself', { oidc: { ...oidc, clientSecret: 'x' } }],
    ['a role that there is not', { secondFactor: ['chief'] }]
  ])('refuses %s', (_, raw) => {
    expect(SignInSettings.safeParse(raw).success).toBe(false)
  })
})
