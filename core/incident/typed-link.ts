import { RefusedError } from '../errors.ts'
import { typedText } from './typed-text.ts'

/** A public address that a person typed. @throws RefusedError for another scheme, or one that carries a password */
export function typedLink(text: string): string {
  const link = typedText(text, '网址', 2000)
  const url = URL.canParse(link) ? new URL(link) : null
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:') || url.username !== '' || url.password !== '')
    throw new RefusedError('请填写完整的公开网址，以 http:// 或 https:// 开头')
  return url.href
}
