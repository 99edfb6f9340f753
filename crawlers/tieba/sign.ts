import { createHash } from 'node:crypto'

/** Parameters with their `sign`: MD5 over `key=value` in the order of the keys, and the key of the platform's pages. */
export function signed(parameters: Readonly<Record<string, string>>, signKey: string): Record<string, string> {
  const whole: Record<string, string> = { ...parameters, subapp_type: 'pc', _client_type: '20' }
  const text = Object.keys(whole)
    .sort()
    .map((name) => `${name}=${whole[name]}`)
    .join('')
  return {
    ...whole,
    sign: createHash('md5')
      .update(text + signKey)
      .digest('hex')
  }
}
