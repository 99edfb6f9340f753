import { Readable } from 'node:stream'
import MailComposer from 'nodemailer/lib/mail-composer'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import type { Delivery, NoticeRow } from '../../core/notice.ts'
import { faultWords, isLoopback, shownLink, shownTitle, signLinkOf, type Channel, type PersonalLinks, type ChannelAbout } from './channel.ts'
import type { EvidenceStore } from '../../core/ports.ts'
import type { SmtpSettings } from './settings.ts'

type Settings = Pick<SmtpSettings, 'host' | 'port' | 'secure' | 'from' | 'user' | 'timeoutMs'>

/** One mail address and nothing besides: no list, no comment, no line break that could start a header. */
const addressForm = /^[^\s<>()[\],;:\\"@]+@[^\s<>()[\],;:\\"@]+$/

export const smtpAbout: ChannelAbout = {
  words: '邮件',
  reach: ({ email }) => (email === null ? { unreachable: '没有邮箱地址' } : { address: email }),
  accepted: '邮件服务器答复 250，已收下',
  proof: null,
  carriesFiles: true
}

/**
 * Mail, one connection a notice. The text is handed over as a stream that is read only after the server asked for it, so a
 * failure before is known not to have arrived, and a silence after is known to be unknown.
 */
export function smtpChannel(settings: Settings, password: string | null, links: PersonalLinks & Attaching): Channel {
  return {
    reach: smtpAbout.reach,
    async send(row, signal) {
      const to = row.notice.recipient.address
      if (to === null || !addressForm.test(to)) return { outcome: 'refused', reason: '不是可用的邮箱地址' }
      const files = await filesOf(row, links.evidence)
      if (files === null) return { outcome: 'refused', reason: '附件不在证据库中' }
      const message = await compose(settings.from, to, row, links, files)
      return deliver(settings, password, to, message, signal)
    },
    close: () => Promise.resolve()
  }
}

/** Where the files of a notice are kept; without it a mail has none. */
interface Attaching {
  readonly evidence?: Pick<EvidenceStore, 'get'>
}

interface AttachedFile {
  readonly filename: string
  readonly content: Buffer
  readonly contentType?: string
}

/** Null where one of them is not kept: a mail that promises a paper must bring it. */
async function filesOf({ notice }: NoticeRow, evidence: Attaching['evidence']): Promise<AttachedFile[] | null> {
  const files: AttachedFile[] = []
  for (const { key, name } of notice.attachments ?? []) {
    const kept = await evidence?.get(key)
    if (kept == null) return null
    const type = kept.contentType === null ? {} : { contentType: kept.contentType }
    files.push({ filename: name, content: Buffer.from(kept.bytes), ...type })
  }
  return files
}

function compose(from: string, to: string, row: NoticeRow, links: PersonalLinks, attachments: AttachedFile[]): Promise<Buffer> {
  const { notice } = row
  const link = shownLink(row, links.baseUrl)
  const signLink = signLinkOf(row, links)
  const composer = new MailComposer({
    from: { name: '望楼', address: from },
    to: { name: notice.recipient.name.replace(/\p{Cc}+/gu, ' '), address: to },
    subject: shownTitle(row),
    text: [
      shownTitle(row),
      '',
      notice.body,
      ...(link === null ? [] : ['', `查看：${link}`]),
      ...(signLink === null ? [] : ['', `一键签收（免登录，只供本人，请勿转发）：${signLink}`])
    ].join('\n'),
    messageId: `<${notice.id}@${from.split('@').at(-1)}>`,
    attachments,
    disableFileAccess: true,
    disableUrlAccess: true,
    headers: { 'X-Wanglou-Notice-Id': notice.id, 'X-Wanglou-Possible-Duplicate': String(row.possibleDuplicate), 'Auto-Submitted': 'auto-generated' }
  })
  return new Promise((resolve, reject) =>
    composer.compile().build((error, message) => (error === null || error === undefined ? resolve(message) : reject(error)))
  )
}

async function deliver(settings: Settings, password: string | null, to: string, message: Buffer, signal: AbortSignal): Promise<Delivery> {
  const connection = new SMTPConnection({
    host: settings.host,
    port: settings.port,
    secure: settings.secure,
    requireTLS: !settings.secure && !isLoopback(settings.host),
    ...(isLoopback(settings.host) ? { tls: { rejectUnauthorized: false } } : {}),
    connectionTimeout: settings.timeoutMs,
    greetingTimeout: settings.timeoutMs,
    socketTimeout: settings.timeoutMs,
    dnsTimeout: settings.timeoutMs
  })
  let asked = false
  const text = new Readable({
    read() {
      asked = true
      this.push(message)
      this.push(null)
    }
  })
  const giveUp = AbortSignal.any([signal, AbortSignal.timeout(settings.timeoutMs)])
  try {
    const response = await new Promise<string>((resolve, reject) => {
      connection.on('error', reject)
      connection.on('end', () => reject(new Error('连接已断开')))
      giveUp.addEventListener('abort', () => reject(new Error('超时')), { once: true })
      converse(connection, settings, password, { from: settings.from, to, size: message.length }, text).then(resolve, reject)
    })
    connection.quit()
    return { outcome: 'accepted', receipt: response.slice(0, 200) }
  } catch (error) {
    connection.close()
    return failureOf(error, asked)
  }
}

async function converse(
  connection: SMTPConnection,
  { user }: Settings,
  password: string | null,
  { from, to, size }: { from: string; to: string; size: number },
  text: Readable
): Promise<string> {
  await new Promise<void>((resolve, reject) => connection.connect((error) => (error ? reject(error) : resolve())))
  if (user !== null && password !== null) {
    await new Promise<void>((resolve, reject) =>
      connection.login({ credentials: { user, pass: password } }, (error) => (error ? reject(error) : resolve()))
    )
  }
  return new Promise((resolve, reject) =>
    connection.send({ from, to: [to], size }, text, (error, info) => (error ? reject(error) : resolve(info?.response ?? '')))
  )
}

/** An answer is believed: 4xx may change, 5xx will not. Without an answer it is a question of whether the text was under way. */
function failureOf(error: unknown, asked: boolean): Delivery {
  const reason = faultWords(error)
  const status = error instanceof Error && 'responseCode' in error && typeof error.responseCode === 'number' ? error.responseCode : null
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (status === null) return { outcome: asked ? 'unknown' : 'retry', reason }
  /* A wrong password or a greeting of refusal is the channel's fault, to be mended, and not this notice's. */
  const about = code === 'EENVELOPE' || code === 'EMESSAGE'
  return { outcome: status >= 500 && about ? 'refused' : 'retry', reason }
}
