import type { Delivery } from '../../core/notice.ts'
import { fieldAt, firstField, parsedJson } from './verdict.ts'

/** Where a receiver says in words of its own whether it took a notice: `field` a dotted path, and which of its values mean that it did. */
export interface AcceptedBy {
  readonly field: string
  readonly values: readonly string[]
}

/**
 * What the body of a 2xx says. Empty, or without a word against it: taken. Names are compared without case, `_` and `-`, at every level.
 * A page is what a portal between answers, or a wrong address.
 */
export function webhookAnswer(status: number, body: string, acceptedBy?: AcceptedBy): Delivery {
  const text = body.replace('\uFEFF', '').trim()
  if (isPage(text)) return { outcome: 'refused', reason: `答复是网页，不是接收方的系统（多半是登录页、认证页，或地址不对）${pageTitle(text)}` }
  const json = parsedJson(text)
  const unclear: Delivery = { outcome: 'unknown', reason: `HTTP ${status}，但答复看不懂：${JSON.stringify(text.slice(0, 80))}` }
  if (acceptedBy !== undefined) {
    const value = fieldAt(json, acceptedBy.field)
    if (value === null) return unclear
    return acceptedBy.values.includes(value) ? { outcome: 'accepted', receipt: `HTTP ${status}` } : refused(`${acceptedBy.field}=${value}`, json)
  }
  if (json === null && /^[[{]/.test(text)) return unclear
  const words = typeof json === 'string' ? json : json === null && !text.startsWith('<') ? text : null
  if (words !== null && soundsRefused(words)) return refused(words, null)
  const refusal = text.startsWith('<') ? refusalOfXml(text) : refusalIn(json)
  return refusal === null ? { outcome: 'accepted', receipt: `HTTP ${status}` } : refused(refusal.value, refusal.beside)
}

function refused(what: string, beside: unknown): Delivery {
  const said = firstField(beside, ['errmsg', 'message', 'msg', 'error', 'error_description', 'errMsg', 'Message']) ?? ''
  return { outcome: 'refused', reason: `接收方未受理：${(said === what ? what : `${what} ${said}`).trim().slice(0, 300)}` }
}

interface Refusal {
  readonly value: string
  /** The object that the field stands in, whose words say why. */
  readonly beside: unknown
}

/** The first field that says no, the outer ones first. An answer is short; what is deeper or longer than any is not looked at. */
function refusalIn(json: unknown): Refusal | null {
  let level: unknown[] = [json]
  for (let depth = 0; depth < 5 && level.length > 0; depth++) {
    const next: unknown[] = []
    for (const one of level.slice(0, 500)) {
      if (typeof one !== 'object' || one === null) continue
      for (const [name, value] of Object.entries(one)) {
        if (!Array.isArray(one) && saysNo(name, value)) return { value: shown(value), beside: one }
        if (typeof value === 'object') next.push(value)
      }
    }
    level = next
  }
  return null
}

function refusalOfXml(text: string): Refusal | null {
  for (const [, name = '', value = ''] of text.matchAll(/<(?:\w+:)?(\w{1,40})>(?:<!\[CDATA\[)?([^<>\]]{0,300})(?:\]\]>)?<\//g))
    if (saysNo(name, value.trim())) return { value: value.trim(), beside: null }
  return null
}

const zeroOnly: ReadonlySet<string> = new Set(['errcode', 'errorcode', 'errno', 'retcode', 'ret', 'returncode'])
const zeroOr200: ReadonlySet<string> = new Set(['code', 'resultcode', 'statuscode', 'respcode', 'responsecode'])
const yesOrNo: ReadonlySet<string> = new Set(['success', 'ok', 'succeeded', 'issuccess', 'isok', 'accepted'])
const inWords: ReadonlySet<string> = new Set(['status', 'result', 'state'])
const error: ReadonlySet<string> = new Set(['error', 'err', 'errors', 'exception', 'faultstring'])

const good = /^(?:0+|ok|success|succeeded|successful|none|null|accepted|成功)?$/i
const no = /^(?:0|false|n|no)$/i
const bad = /^(?:error|err|fail|failed|failure|false|invalid|denied|unauthorized|forbidden|rejected|refused|exception|失败|错误|异常|拒绝)$/i

function saysNo(rawName: string, value: unknown): boolean {
  const name = rawName.toLowerCase().replaceAll(/[-_]/g, '')
  if (error.has(name)) return isError(value)
  if (value === null || typeof value === 'object') return false
  const said = shown(value).trim()
  if (zeroOnly.has(name)) return !good.test(said)
  if (zeroOr200.has(name)) return said !== '200' && !good.test(said)
  if (yesOrNo.has(name)) return no.test(said)
  return inWords.has(name) && (bad.test(said) || /^[45]\d\d$/.test(said))
}

function isError(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0
  return value !== null && value !== false && !good.test(shown(value).trim())
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** A receiver that answers in plain words: those of a refusal begin so; Chinese ones carry their word wherever it stands. */
function soundsRefused(text: string): boolean {
  if (/^\W{0,3}(?:error|fail(?:ed|ure)?|unauthori[sz]ed|forbidden|denied|access denied|invalid|exception|bad request|not found)\b/i.test(text))
    return true
  return text.length <= 500 && !text.includes('成功') && /失败|错误|异常|未授权|无权|无效|非法|拒绝/.test(text)
}

/** Whatever begins with a tag, but for XML, which some receivers answer with. */
function isPage(text: string): boolean {
  if (!text.startsWith('<')) return false
  if (/<(?:!doctype html|html|head|body|meta|title|script|form)\b/i.test(text)) return true
  return /^<(?:!--|div|p|h[1-6]|span|a|center|table|br|img|iframe|b|pre|style|link|ul|section|main|font)\b/i.test(text)
}

function pageTitle(text: string): string {
  const title = /<title[^>]*>([^<]{1,80})/i.exec(text)?.[1]?.trim() ?? ''
  return title === '' ? '' : `：${title}`
}
