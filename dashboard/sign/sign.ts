import type { SignLinkView } from '../../dashboard-api/contract-notices.ts'
import type { Problem } from '../../dashboard-api/contract.ts'
import { language } from '../words/language.ts'
import { saidAnswer } from '../words/said-answer.ts'
import { said } from '../words/said.ts'

/*
 * The page behind a 一键签收链接, for a telephone and without the dashboard: it says what the link is about, and signs only when its
 * button is pressed. The token stands behind `#` and leaves the telephone only in the body of a request.
 */
const token = location.hash.slice(1)
const paths = { look: '/api/sign-links/look', sign: '/api/sign-links/sign' }

/** Said where no answer came: the request may have arrived all the same. */
const lost = { look: '网络中断。请检查网络后重新打开此链接。', sign: '网络中断，不知是否已签收。请再按一次：不会重复签收。' }

async function ask(what: keyof typeof paths): Promise<SignLinkView> {
  let response: Response
  let answer: unknown
  try {
    const headers = { 'content-type': 'application/json', accept: 'application/json' }
    response = await fetch(paths[what], { method: 'POST', headers, body: JSON.stringify({ token }) })
    answer = await response.json().catch(() => null)
  } catch {
    throw new Error(lost[what])
  }
  if (response.ok && answer === null) throw new Error(lost[what])
  if (response.ok) return saidAnswer(answer as SignLinkView)
  throw new Error((answer as Problem | null)?.detail ?? `服务器返回 ${response.status}，没有签收。请稍后再试，或致电值班室。`)
}

function element(id: string): HTMLElement {
  const found = document.getElementById(id)
  if (found === null) throw new Error(`the page has no ${id}`)
  return found
}

const button = element('sign') as HTMLButtonElement

function show(view: SignLinkView): void {
  element('drill').hidden = !view.drill
  element('title').textContent = view.title
  element('grade').textContent = `${view.gradeWords} · 通知${view.recipient}`
  element('body').textContent = view.body
  element('open').setAttribute('href', `/incidents/${encodeURIComponent(view.incidentId)}`)
  const canSign = view.open && view.signedAt === null
  button.hidden = !canSign
  element('note').hidden = !canSign
  if (view.signedAt !== null) say(`✔ ${view.recipient}已于 ${wallTime(view.signedAt)} 签收，可以关闭此页。`)
  else say(view.open ? '' : '此事件已结束，不必再签收。')
}

/** `2031-03-12 14:03` in China; here, since the dashboard's own brings a library with it. */
function wallTime(instant: string): string {
  return new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')
}

function say(words: string): void {
  element('state').textContent = words
}

function refuse(error: unknown): void {
  say(error instanceof Error ? error.message : String(error))
}

button.addEventListener('click', () => {
  button.disabled = true
  say('正在签收…')
  void ask('sign')
    .then(show, refuse)
    .finally(() => {
      button.disabled = false
    })
})

/** What stood on the page before this ran. */
function translatePage(): void {
  document.title = document.title.split(' · ').map(said).join(' · ')
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let text = texts.nextNode(); text !== null; text = texts.nextNode()) text.nodeValue = said(text.nodeValue?.trim() ?? '')
}

if (language === 'en') translatePage()
void ask('look').then(show, (error: unknown) => {
  element('title').textContent = '不能用此链接签收'
  refuse(error)
})
