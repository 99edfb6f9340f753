/** One value of the configuration that is in force, as an administrator may see it. */
export interface EffectiveSetting {
  /** `signIn.passwords`. */
  readonly field: string
  /** Of a secret: masked. */
  readonly value: string
  /** Name of the file that says so; null: nobody said otherwise, it is the program's own. */
  readonly origin: string | null
}

export interface SettingsPart {
  readonly id: string
  readonly words: string
  readonly settings: readonly EffectiveSetting[]
}

const masked = '已设置（不显示）'
/** Names of what opens something. A place where a secret is kept is none: `secretFile`, `secretEnv`. */
const secretName = /(?:secret|password|token|apikey|credential|cookie)s?$/i
const longest = 300

/** Every value of a tree with its path. `says`: the same tree as the file has it, before anything was added. Pure. */
export function effectiveSettings(value: unknown, says: unknown, file: string, path: readonly string[] = []): EffectiveSetting[] {
  if (Array.isArray(value) && value.every((one) => typeof one !== 'object' || one === null))
    return [{ field: path.join('.'), value: shown(path, value.join('、') || '（空）'), origin: says === undefined ? null : file }]
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, one]) => one !== undefined)
    if (entries.length > 0) return entries.flatMap(([name, one]) => effectiveSettings(one, memberOf(says, name), file, [...path, name]))
  }
  const text = value === null || value === undefined ? '（无）' : typeof value === 'object' ? '（空）' : `${value as string | number | boolean}`
  return [{ field: path.join('.'), value: shown(path, text), origin: says === undefined ? null : file }]
}

function memberOf(says: unknown, name: string): unknown {
  return typeof says === 'object' && says !== null ? (says as Record<string, unknown>)[name] : undefined
}

function shown(path: readonly string[], text: string): string {
  if (text !== '（无）' && secretName.test(path.at(-1) ?? '')) return masked
  const plain = withoutSecrets(text)
  return plain.length > longest ? `${plain.slice(0, longest)}…` : plain
}

/** Addresses of group robots carry their token, as others carry a password. */
export function withoutSecrets(text: string): string {
  return text
    .replaceAll(/([?&][\w-]+=)[^&\s]+/g, '$1***')
    .replaceAll(/(\/\/)[^/\s@]+@/g, '$1***@')
    .replaceAll(/(\/hook\/)[\w-]+/g, '$1***')
}
