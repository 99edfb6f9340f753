import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { PasswordProfiles, type PasswordProfile } from '../../core/password-profile.ts'

const shipped = PasswordProfiles.parse(parse(readFileSync('config/password-profiles.yaml', 'utf8')))

export const dengbao3 = named('dengbao3')
export const asvs = named('asvs')

function named(id: string): PasswordProfile {
  const found = shipped.find((profile) => profile.id === id)
  if (found === undefined) throw new Error(`no password profile ${id} is shipped`)
  return found
}
