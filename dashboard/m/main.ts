import '../theme/tokens.css'
import '../theme/base.css'
import '../theme/print.css'
import './phone.css'
import { createApp, watch } from 'vue'
import { announcerKey, createAnnouncer } from '../announcer.ts'
import { apiKey, createApi } from '../api.ts'
import { createDisplay, displayKey } from '../display.ts'
import { createLive, liveKey } from '../live.ts'
import { createPageTitle, pageTitleKey } from '../page-title.ts'
import { createServerClock, serverClockKey } from '../server-clock.ts'
import { createSession, sessionKey } from '../session.ts'
import { saidAnswer } from '../words/said-answer.ts'
import PhoneApp from './phone-app.vue'
import { signIn } from './sign-in.ts'

/*
 * The leader's page: little to load, no table, no chart. Who comes without a session signs in on the page of everybody and comes back.
 */
const session = createSession()
const clock = createServerClock()
const api = createApi({ onSignedOut, onLeaving: () => (session.leaving.value = true) })
const live = createLive({ clock, said: saidAnswer, onSignedOut })

/** What was typed stays where it is: the page asks to sign in again over it. */
function onSignedOut(): void {
  if (session.view.value === null || session.over.value || session.leaving.value) return
  session.over.value = true
  live.stop()
}

watch(session.over, (over) => {
  if (!over) live.start()
})

async function begin(): Promise<void> {
  try {
    session.view.value = await api.session()
  } catch {
    return signIn()
  }
  // Who owes a code or a new password gives it on the page of everybody.
  if (session.view.value.owes !== null) return signIn()
  // It shows incidents and nothing else.
  if (!session.may('incident.read')) return location.replace('/no-right')
  clock.adopt(session.view.value.clock)
  live.start()
  createApp(PhoneApp)
    .provide(sessionKey, session)
    .provide(serverClockKey, clock)
    .provide(apiKey, api)
    .provide(liveKey, live)
    .provide(pageTitleKey, createPageTitle(session.drill))
    .provide(displayKey, createDisplay())
    .provide(announcerKey, createAnnouncer())
    .mount('#app')
}

void begin()
