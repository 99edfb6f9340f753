import { fieldAt, type Saying } from './verdict.ts'

/** `{"errcode":0,"errmsg":"ok","msgid":"…"}`, as 企业微信 and 钉钉 answer. */
export function readErrcode(json: unknown): Saying {
  return { code: fieldAt(json, 'errcode'), message: fieldAt(json, 'errmsg') ?? '', receipt: fieldAt(json, 'msgid') ?? '' }
}
